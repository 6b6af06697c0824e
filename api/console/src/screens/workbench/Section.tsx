import type { ReactNode } from 'react';

/** A titled part of the right pane. */
export function Section({ title, extra, children }: { title: string; extra?: ReactNode; children?: ReactNode }) {
  return (
    <section className="wb-section">
      <div className="wb-section-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
