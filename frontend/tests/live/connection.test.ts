import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Connection } from "../../src/live/connection";

class FakeSocket {
  static opened: FakeSocket[] = [];
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor(readonly address: URL) {
    FakeSocket.opened.push(this);
  }
  close(): void {
    this.onclose?.();
  }
}
const hello = { data: '{"t":"hello","seq":1,"now":0}' };
const connect = (seq: () => number = () => 1): Connection => {
  const listener = { message: () => undefined, state: () => undefined };
  const connection = new Connection((means) => `/live/1/${means}?after=${seq()}`, () => undefined, listener);
  connection.start();
  return connection;
};

beforeEach(() => {
  FakeSocket.opened = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("a connection that breaks", () => {
  it("comes back at any moment of some seconds, so that the browsers of one server are spread over them", () => {
    const moments = [0.01, 0.5, 0.99].map((chance) => {
      vi.spyOn(Math, "random").mockReturnValue(chance);
      FakeSocket.opened = [];
      connect();
      FakeSocket.opened[0]!.onmessage!(hello);
      const lostAt = Date.now();
      FakeSocket.opened[0]!.close();
      while (FakeSocket.opened.length < 2) vi.advanceTimersByTime(10);
      return Date.now() - lostAt;
    });
    expect(moments).toEqual([40, 2_000, 3_960]);
  });

  it("says which number the page knows by then", () => {
    let seq = 1;
    connect(() => seq);
    FakeSocket.opened[0]!.onmessage!(hello);
    seq = 7;
    FakeSocket.opened[0]!.close();
    vi.advanceTimersByTime(4_000);
    expect(FakeSocket.opened.map((socket) => socket.address.search)).toEqual(["?after=1", "?after=7"]);
  });

  it("does not wait for its turn when this device was offline and is back, and then comes once", () => {
    vi.spyOn(Math, "random").mockReturnValue(0.99);
    const connection = connect();
    connection.hurry();
    expect(FakeSocket.opened.length).toBe(1);
    FakeSocket.opened[0]!.close();
    connection.hurry();
    FakeSocket.opened[1]!.onmessage!(hello);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened.length).toBe(2);
  });
});
