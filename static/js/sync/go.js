// On to another page: the shell shows the one the phone keeps, elsewhere the browser goes there.
let show = (path) => window.location.assign(path);

export const shownBy = (shower) => { show = shower; };
export const go = (path) => show(path);
