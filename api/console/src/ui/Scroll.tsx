import type { ReactNode } from 'react';

/** A part of the page that scrolls by itself, reachable by keyboard also where nothing in it takes the focus. */
export function Scroll({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <div className={className} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
