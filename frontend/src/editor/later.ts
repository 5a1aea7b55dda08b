/** Run once calls have rested for `ms`; when they never rest, after `most` at the latest. */
export function later(run: () => void, ms: number, most = Infinity): () => void {
  let waiting = 0;
  let since = 0;
  return () => {
    const now = performance.now();
    if (!waiting) since = now;
    clearTimeout(waiting);
    waiting = window.setTimeout(
      () => {
        waiting = 0;
        run();
      },
      Math.max(0, Math.min(ms, since + most - now)),
    );
  };
}
