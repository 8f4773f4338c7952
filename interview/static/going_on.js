// Long work goes on by itself, a part at each request, for as long as its page is open.

const form = document.querySelector("form[data-goes-on]");
if (form) form.requestSubmit();
