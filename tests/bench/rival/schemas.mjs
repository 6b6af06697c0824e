// What the params of each method must look like; Ajv makes a function of each when the service starts.
import Ajv from 'ajv';

const text = { type: 'string', minLength: 1, maxLength: 200 };
const instant = { type: 'string', minLength: 20, maxLength: 40 };
const money = {
  type: 'object',
  required: ['minor', 'currency'],
  additionalProperties: false,
  properties: { minor: { type: 'integer', minimum: 0 }, currency: { const: 'CNY' } },
};
const object = (required, properties) => ({ type: 'object', required, additionalProperties: false, properties });

const line = object(['id', 'sku', 'title', 'quantity', 'paid'], {
  id: text, sku: text, title: text, quantity: { type: 'integer', minimum: 1 }, paid: money,
  no_reason_eligible: { type: 'boolean' },
});
const order = object(['id', 'paid', 'lines'], {
  id: text, placed_at: instant, paid_at: instant, dispatched_at: instant, signed_at: instant, paid: money,
  lines: { type: 'array', minItems: 1, maxItems: 100, items: line },
});
const claim = object(['reason', 'wants', 'goods_received', 'amount'], {
  reason: text, wants: { enum: ['refund_only', 'return_and_refund'] }, goods_received: { type: 'boolean' }, amount: money,
});
const proof = object(['kind', 'text', 'source'], {
  kind: text, text: { type: 'string', minLength: 1, maxLength: 65536 }, source: text,
});
const details = object([], { address_id: text, carrier: text, waybill: text, amount: money });

const ajv = new Ajv({ allErrors: false });
const schemas = {
  'case.open': object(['shop', 'kind', 'platform', 'order', 'claim', 'buyer', 'request_id'], {
    shop: text, kind: { const: 'refund' }, platform: text, order, claim, buyer: object(['id'], { id: text }),
    request_id: text,
  }),
  'case.apply': object(['case_id', 'event', 'party', 'request_id'], {
    case_id: text, event: text, party: text, params: details, request_id: text,
    evidence: { type: 'array', maxItems: 20, items: proof },
  }),
  'case.list': object([], { limit: { type: 'integer', minimum: 1, maximum: 200 } }),
  'case.actions': object(['case_id'], { case_id: text }),
};

export const fits = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
