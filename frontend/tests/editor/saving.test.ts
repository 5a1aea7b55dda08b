import { beforeEach, expect, it } from "vitest";
import { saveInTurn } from "../../src/editor/saving";

let form: HTMLFormElement;
const sent: (string | null)[] = [];
const act = (event: SubmitEvent) => event.submitter?.getAttribute("name") ?? form.querySelector<HTMLInputElement>("input[type=hidden]")?.name ?? null;
const press = (name: string) => form.requestSubmit(form.querySelector<HTMLElement>(`[name=${name}]`));
const tell = (what: string) => form.dispatchEvent(new CustomEvent(`w-autosave:${what}`, { cancelable: true }));

beforeEach(() => {
  sent.length = 0;
  document.body.innerHTML = `<form method="post"><footer><button name="action-publish" value="1">p</button></footer></form>`;
  form = document.forms[0]!;
  saveInTurn(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push(act(event));
  });
});

it("sends at once when nothing is being saved, and nothing is saved after it", () => {
  press("action-publish");
  expect(sent).toEqual(["action-publish"]);
  expect(form.dataset.wAutosaveActiveValue).toBe("false");
});

it.each(["success", "error"])("waits for a save under way, whatever its end: %s", (end) => {
  tell("save");
  press("action-publish");
  press("action-publish");
  expect(sent).toEqual([]);
  tell(end);
  expect(sent).toEqual(["action-publish"]);
});

it("does what was asked for when the button was put out of use or taken away meanwhile", () => {
  tell("save");
  press("action-publish");
  form.querySelector("footer")!.innerHTML = "";
  tell("success");
  expect(sent).toEqual(["action-publish"]);
});

it("waits for no save that was called off", () => {
  form.addEventListener("w-autosave:save", (event) => event.preventDefault(), true);
  tell("save");
  press("action-publish");
  expect(sent).toEqual(["action-publish"]);
});
