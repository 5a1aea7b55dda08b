/** Chapters and sections of a draft as the server read them; each leads to its line. */
export interface Entry {
  line: number;
  label: string;
  level: number;
}

export class Outline {
  private shown = "";

  constructor(
    private readonly place: HTMLElement | null,
    readonly go: (line: number) => void,
  ) {
    place?.addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest<HTMLElement>("[data-line]");
      if (button) this.go(Number(button.dataset.line));
    });
  }

  /** Drawn anew only when it is another one: a long draft has two thousand lines in it. */
  show(entries: Entry[]): void {
    const key = JSON.stringify(entries);
    if (!this.place || key === this.shown) return;
    this.shown = key;
    const list = document.createElement("ol");
    for (const entry of entries) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.line = String(entry.line);
      button.textContent = entry.label;
      item.className = entry.level ? "draft-desk__part" : "";
      item.append(button);
      list.append(item);
    }
    this.place.replaceChildren(list);
    this.place.hidden = entries.length === 0;
  }
}
