/**
 * One stream of messages, by the best means the network allows: WebSocket, else server-sent events, else asking every few
 * seconds. A stream that broke is tried again at a moment by chance within a time that doubles, so that the ten thousand
 * browsers of a server that starts anew come back spread over it.
 */
import type { Message } from "./frame";

export type Means = "socket" | "events" | "asking";
export interface Listener {
  message(message: Message): void;
  state(live: boolean): void;
}

const FIRST_WAIT = 4_000;
const LONGEST_WAIT = 30_000;
const PATIENCE = 5_000;
const ASK_EVERY = 10_000;
const GIVE_UP_SOCKET_AFTER = 3;

export class Connection {
  private failures = 0;
  private timer = 0;
  private next: Means | null = null;

  constructor(
    private readonly address: (means: "socket" | "events") => string,
    private readonly ask: () => void,
    private readonly listener: Listener,
  ) {}

  start(means: Means = "socket"): void {
    window.clearTimeout(this.timer);
    this.next = null;
    if (means === "socket") this.openSocket();
    else if (means === "events") this.openEvents();
    else this.keepAsking();
  }

  /** This device is back on a network: what waits for its turn need not. */
  hurry(): void {
    if (this.next) this.start(this.next);
  }

  private openSocket(): void {
    const address = new URL(this.address("socket"), location.href);
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
    const events = new EventSource(this.address("events"));
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
    this.next = next;
    const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (this.failures - 1));
    this.timer = window.setTimeout(() => this.start(next), most * Math.random());
  }
}
