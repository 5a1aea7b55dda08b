/** Links marked data-dialog open what they lead to in a dialog over the page; without script they are plain links. */
import htmx from "htmx.org";

export function showInDialog(root: Document): void {
  root.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-dialog]");
    const dialog = root.querySelector<HTMLDialogElement>("dialog#citation");
    const body = dialog?.querySelector<HTMLElement>("[data-dialog-body]");
    if (!link || !dialog || !body || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" }).then(() => dialog.showModal());
  });
}
