// A slip comes as a file, so the page behind it would go on showing the old state:
// fetch the file, save it, then load the page again.

async function send(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
  });
  if (response.headers.get("Content-Type") !== "application/pdf") return false;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileName(response.headers.get("Content-Disposition"));
  link.click();
  return true;
}

function fileName(disposition) {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "");
  return encoded ? decodeURIComponent(encoded[1]) : "slips.pdf";
}

for (const form of document.querySelectorAll("form[data-slip]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    // A refusal stores nothing: sent again the plain way, the browser shows its page.
    if (await send(form).catch(() => false)) location.reload();
    else form.submit();
  });
}
