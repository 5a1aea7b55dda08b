/**
 * One stream of messages, by the best means the network allows: WebSocket, else server-sent events, else asking every few
 * seconds. A stream that worked and broke is tried again, later and later, with some chance in it so that ten thousand
 * browsers do not come back in the same instant.
 */
import type { Message } from "./frame";

export type Means = "socket" | "events" | "asking";
export interface Listener {
  message(message: Message): void;
  state(live: boolean): void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const PATIENCE = 5_000;
const ASK_EVERY = 10_000;
const GIVE_UP_SOCKET_AFTER = 3;

export class Connection {
  private failures = 0;
  private timer = 0;

  constructor(
    private readonly base: string,
    private readonly ask: () => void,
    private readonly listener: Listener,
  ) {}

  start(means: Means = "socket"): void {
    window.clearTimeout(this.timer);
    if (means === "socket") this.openSocket();
    else if (means === "events") this.openEvents();
    else this.keepAsking();
  }

  private openSocket(): void {
    const address = new URL(`${this.base}/socket`, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    let opened = false;
    const patience = window.setTimeout(() => socket.close(), PATIENCE);
    socket.onmessage = (event) => {
      window.clearTimeout(patience);
      opened = true;
      this.heard(event.data as string);
    };
    socket.onclose = () => {
      window.clearTimeout(patience);
      this.lost(opened ? "socket" : this.failures + 1 < GIVE_UP_SOCKET_AFTER ? "socket" : "events");
    };
  }

  private openEvents(): void {
    const events = new EventSource(`${this.base}/events`);
    let opened = false;
    events.onmessage = (event) => {
      opened = true;
      this.heard(event.data as string);
    };
    events.onerror = () => {
      events.close();
      this.lost(opened ? "events" : "asking");
    };
  }

  private keepAsking(): void {
    this.ask();
    this.timer = window.setTimeout(() => this.start(this.failures++ % 6 === 5 ? "socket" : "asking"), ASK_EVERY);
  }

  private heard(data: string): void {
    this.failures = 0;
    this.listener.state(true);
    this.listener.message(JSON.parse(data) as Message);
  }

  private lost(next: Means): void {
    this.listener.state(false);
    this.failures += 1;
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(this.failures, 8));
    this.timer = window.setTimeout(() => this.start(next), wait * (0.7 + 0.6 * Math.random()));
  }
}
