// When commands are committed. One thread does everything, so "meanwhile" is: what the event loop finds in the sockets
// after a commit.

import { CallError } from './commands.mjs';

/** Every command has a transaction and waits for its sync; one a turn of the event loop, so that sockets are served. */
export class EachAlone {
  constructor(store) {
    this.store = store;
    this.waiting = [];
  }

  carryOut(work, done) {
    if (this.waiting.push({ work, done }) === 1) setImmediate(() => this.commit());
  }

  commit() {
    const { work, done } = this.waiting[0];
    let outcome = null;
    try {
      this.store.inOneTransaction(work);
    } catch (why) {
      outcome = why;
    }
    this.waiting.shift();
    if (this.waiting.length > 0) setImmediate(() => this.commit());
    done(outcome);
  }
}

/**
 * Commands that arrived while the last group was written are the next group: they share one transaction and one sync,
 * and are answered only after it. One that may not be throws before it wrote, so the others of its group go on.
 */
export class InGroups {
  constructor(store) {
    this.store = store;
    this.waiting = [];
  }

  carryOut(work, done) {
    if (this.waiting.push({ work, done }) === 1) setImmediate(() => this.commit());
  }

  commit() {
    const group = this.waiting;
    this.waiting = [];
    const outcomes = new Array(group.length).fill(null);
    try {
      this.store.inOneTransaction(() => {
        group.forEach(({ work }, index) => {
          try {
            work();
          } catch (why) {
            if (!(why instanceof CallError)) throw why;
            outcomes[index] = why;
          }
        });
      });
    } catch (why) {
      outcomes.fill(why);
    }
    group.forEach(({ done }, index) => done(outcomes[index]));
  }
}
