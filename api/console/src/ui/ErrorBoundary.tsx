import { Component, type ReactNode } from 'react';
import { ErrorState } from './states.tsx';

/** A defect in one screen leaves the frame and the other screens standing. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { fault: unknown }> {
  override state: { fault: unknown } = { fault: undefined };

  static getDerivedStateFromError(fault: unknown): { fault: unknown } {
    return { fault };
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children;
    return <ErrorState fault={this.state.fault} onRetry={() => this.setState({ fault: undefined })} />;
  }
}
