// What the server put into the page: see `boot_data` in the templates.
const element = document.getElementById("boot");

export const boot = element ? JSON.parse(element.textContent) : {};
