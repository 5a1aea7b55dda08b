import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { later } from "../../src/editor/later";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("runs once after a rest", () => {
  const run = vi.fn();
  const call = later(run, 100);
  call();
  call();
  vi.advanceTimersByTime(99);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
});

it("runs in time for who never rests", () => {
  const run = vi.fn();
  const call = later(run, 100, 250);
  for (let passed = 0; passed < 600; passed += 50) {
    call();
    vi.advanceTimersByTime(50);
  }
  expect(run).toHaveBeenCalledTimes(2);
});
