// The refund machine as far as `redress bench` drives it: six events from the claim to the money, each with its party,
// the guards a careful engineer would not leave out, and the kind of evidence it needs.
import { assign, createMachine, transition } from 'xstate';

const evidenceNeeded = {
  offer_return: 'E-CHAT',
  accept_offer: 'E-CHAT',
  ship_return: 'E-TRACE',
  return_signed: 'E-TRACE',
  confirm_return: 'E-CHAT',
  payout_confirmed: 'E-CHAT',
};

// The version tells whether an event moved the case: XState leaves the snapshot as it is where no guard lets it through.
const moves = (changes) =>
  assign(({ context, event }) => ({ ...changes(context, event), version: context.version + 1 }));

const machine = createMachine({
  id: 'refund',
  initial: 'WAIT_SELLER_AGREE',
  states: {
    WAIT_SELLER_AGREE: {
      on: {
        offer_return: {
          guard: ({ context, event }) =>
            event.party === 'seller' && context.wants === 'refund_only' && context.goods_received,
          target: 'WAIT_BUYER_ANSWER',
          actions: moves((context, event) => ({ offer: 'return', address_id: event.params.address_id ?? null })),
        },
      },
    },
    WAIT_BUYER_ANSWER: {
      on: {
        accept_offer: {
          guard: ({ context, event }) => event.party === 'buyer' && context.offer === 'return' && context.address_id,
          target: 'WAIT_BUYER_RETURN_GOODS',
          actions: moves(() => ({ wants: 'return_and_refund' })),
        },
      },
    },
    WAIT_BUYER_RETURN_GOODS: {
      on: {
        ship_return: {
          guard: ({ event }) => event.party === 'buyer' && event.params.carrier && event.params.waybill,
          target: 'WAIT_SELLER_CONFIRM_GOODS',
          actions: moves((context, event) => ({ carrier: event.params.carrier, waybill: event.params.waybill })),
        },
      },
    },
    WAIT_SELLER_CONFIRM_GOODS: {
      on: {
        return_signed: {
          guard: ({ context, event }) => event.party === 'carrier' && context.return_signed_ms === null,
          actions: moves((context, event) => ({ return_signed_ms: event.at_ms })),
        },
        confirm_return: {
          guard: ({ context, event }) =>
            event.party === 'seller' && (event.params.amount?.minor ?? context.amount_minor) <= context.paid_minor,
          target: 'REFUND_PAYING',
          actions: moves((context, event) => ({ payout_minor: event.params.amount?.minor ?? context.amount_minor })),
        },
      },
    },
    REFUND_PAYING: {
      on: {
        payout_confirmed: {
          guard: ({ context, event }) =>
            event.party === 'payments' && (event.params.amount?.minor ?? context.payout_minor) === context.payout_minor,
          target: 'SUCCESS',
          actions: moves((context) => ({ refunded_minor: context.payout_minor })),
        },
      },
    },
    SUCCESS: { type: 'final' },
  },
});

export const firstState = 'WAIT_SELLER_AGREE';

/** The claim as the machine remembers it; null where the claim asks for what no case can give. */
export function claimed({ order, claim }) {
  if (claim.amount.minor > order.paid.minor) return null;
  return {
    version: 0,
    wants: claim.wants,
    reason: claim.reason,
    goods_received: claim.goods_received,
    amount_minor: claim.amount.minor,
    paid_minor: order.paid.minor,
    currency: order.paid.currency,
    offer: null,
    address_id: null,
    carrier: null,
    waybill: null,
    return_signed_ms: null,
    payout_minor: null,
    refunded_minor: null,
  };
}

/** `{state, context}` after the event, or `{code}`: why it may not be. */
export function step(state, context, event) {
  const needed = evidenceNeeded[event.type];
  if (needed === undefined) return { code: 'no_such_event' };
  const [next] = transition(machine, machine.resolveState({ value: state, context }), event);
  if (next.context.version === context.version) return { code: 'not_allowed_here' };
  if (!event.evidence.some((each) => each.kind === needed)) return { code: 'evidence_missing' };
  return { state: next.value, context: next.context };
}

/** Events the state knows, for whoever asks what can be done. */
export function eventsAt(state) {
  return machine.states[state].events;
}
