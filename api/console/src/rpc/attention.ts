/**
 * Whether somebody is at this page: touched keyboard, mouse or screen within the last minute. What the page asks by itself
 * meanwhile says so, and does not keep the session from falling idle (docs/access.md).
 */

const attended_ms = 60_000;
let touched_ms = Date.now();

for (const touch of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove'] as const)
  globalThis.addEventListener?.(
    touch,
    () => {
      touched_ms = Date.now();
    },
    { capture: true, passive: true },
  );

/** The field that says that nobody is; none while somebody is. */
export function unattendedField(): Record<string, string> {
  return Date.now() - touched_ms < attended_ms ? {} : { 'x-redress-unattended': '1' };
}
