// Django's search box (select2) forgets to say what it is for: it gets the name of its field.
const nameSearchBoxes = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    for (const part of select.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", select.labels[0].innerText);
    }
  }
};

// Queued behind Django's own: jQuery keeps the order.
window.django?.jQuery?.(nameSearchBoxes);
