// What the browser itself finds wrong in a form that says `novalidate`, in the words of the page: {field: [texts]}.
export function missing(form) {
  const errors = {};
  for (const field of form.elements) {
    if (!field.willValidate || field.validity.valid || field.type === "file") continue;
    const { required, number } = form.dataset;
    const between = number.replace("{least}", field.min || 0).replace("{most}", field.max);
    errors[field.name] = [field.validity.valueMissing ? required : between];
  }
  return errors;
}
