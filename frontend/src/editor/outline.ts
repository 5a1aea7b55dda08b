/** Chapters and sections of a draft as the server read them; each leads to its line. */
export interface Entry {
  line: number;
  label: string;
  level: number;
}

/** A native list box: two thousand entries cost the browser little, and arrow keys and letters find their way in it. */
export class Outline {
  private shown = "";
  private readonly list = document.createElement("select");

  constructor(
    private readonly place: HTMLElement | null,
    readonly go: (line: number) => void,
  ) {
    this.list.size = 12;
    this.list.setAttribute("aria-label", place?.getAttribute("aria-label") ?? "");
    this.list.addEventListener("change", (event) => {
      event.stopPropagation(); // not a field of the form
      this.go(Number(this.list.value));
    });
    place?.append(this.list);
  }

  /** Drawn anew only when it is another one. */
  show(entries: Entry[]): void {
    const key = JSON.stringify(entries);
    if (!this.place || key === this.shown) return;
    this.shown = key;
    this.list.replaceChildren(
      ...entries.map((entry) => {
        const option = new Option(entry.level ? entry.label : `\u2003${entry.label}`, String(entry.line));
        if (entry.level) option.className = "draft-desk__part";
        return option;
      }),
    );
    this.place.hidden = entries.length === 0;
  }
}
