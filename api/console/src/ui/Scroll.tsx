import type { ReactNode } from 'react';

/** A part of the page that scrolls by itself, reachable by keyboard also where nothing in it takes the focus. */
export function Scroll({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without a focus, arrow keys cannot scroll it (WCAG 2.1.1)
    <div className={className} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
