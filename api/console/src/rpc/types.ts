/** The shapes of the API's answers that screens read. The document of record is /openrpc.json; nothing here adds meaning. */

export type Says = { zh: string; en: string };
export type Money = { minor: number; currency: string };
export type Role = 'agent' | 'manager' | 'auditor' | 'service' | 'admin';

export type Session = {
  actor: string;
  name: string;
  role: Role;
  shop?: string;
  /** The name typed at sign-in; none for a token. */
  user?: string;
  expires_at?: string;
  idle_s?: number;
  /** None for a token. `enrol`: nothing else is possible before it is on. */
  second_factor?: { state: 'on' | 'off' | 'enrol'; required: boolean; since?: string; recovery_left?: number };
};

export type Call = { method: string; params: Record<string, unknown> };

export type Due = {
  at: string;
  owed_by: string;
  id: string;
  on_expiry: string;
  source: string;
  says?: Says;
  last_safe_at?: string;
  work_minutes?: number;
  working_minutes_left?: number;
  steps?: { minutes: number; evidence?: string[]; event?: string; says?: Says }[];
};

export type Claim = {
  reason: string;
  reason_code?: string;
  reason_says?: Says;
  wants?: string;
  wants_says?: Says;
  goods_received?: boolean;
  amount?: Money;
  text?: string;
};

export type Case = {
  id: string;
  shop: string;
  kind: string;
  kind_says?: Says;
  workflow_version: number;
  platform: string;
  platform_says?: Says;
  state: string;
  state_says?: Says;
  final: boolean;
  version: number;
  opened_at: string;
  state_entered_at?: string;
  due?: Due;
  owed_by?: string;
  order_id: string;
  claim: Claim;
  amount?: Money;
  title?: string;
  refunded?: Money;
  pending?: Money;
  compensated?: Money;
  links: unknown[];
  assignee?: string;
  assignee_name?: string;
  flags: string[];
  buyer?: string;
  raw_status?: string;
};

export type Because = { rule: string; cites?: string | { text: string; source?: string }; says?: Says };
export type Warning = Because & { verdict?: string; confidence?: string; missing?: unknown[] };
export type WhyNot = {
  code: string;
  rule?: string;
  cites?: string | { text: string };
  says: Says;
  expected?: string;
  actual?: string;
  missing?: unknown[];
  fix?: Call;
};

export type Schema = {
  type?: string;
  title?: string;
  description?: string;
  format?: string;
  pattern?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
};

export type Action = {
  event: string;
  party: string;
  allowed: boolean;
  irreversible: boolean;
  says: Says;
  to?: string;
  params_schema: Schema;
  example_params: Record<string, unknown>;
  because: Because[];
  warnings: Warning[];
  why_not: WhyNot[];
};

export type Actions = {
  case_id: string;
  version: number;
  state: string;
  final: boolean;
  due?: Due;
  server_time: string;
  actions: Action[];
};

export type Evidence = {
  id: string;
  kind: string;
  kind_says?: Says;
  sha256: string;
  size: number;
  mime: string;
  admissible: boolean;
  weight?: 'admissible' | 'weak' | 'inadmissible';
  why?: (string | { says: Says })[];
  name?: string;
  note?: string;
  source?: string;
  text?: string;
  captured_at?: string;
  added_at?: string;
  helps?: string;
  derived_from?: { id: string; how: string };
};

export type RuleVerdict = {
  id: string;
  version: string;
  verdict: 'holds' | 'fails' | 'unproven';
  applies?: boolean;
  cites?: string;
  confidence?: string;
  facts_read?: Record<string, unknown>;
  says?: Says;
};

export type Entry = {
  id: string;
  seq: number;
  case_id: string;
  case_seq: number;
  at: string;
  actor: string;
  actor_name?: string;
  role?: string;
  party: string;
  event: string;
  event_says?: Says;
  from: string;
  to: string;
  outcome: 'accepted' | 'refused';
  params?: Record<string, unknown>;
  rules: RuleVerdict[];
  refusal?: { code: string; kind: string };
  evidence: string[];
  hash: string;
  prev_hash: string;
  due?: Due;
  note?: string;
};

export type CaseAnswer = {
  case: Case;
  facts: Record<string, unknown>;
  evidence: Evidence[];
  risk?: { score: number; signals: RiskSignal[] };
  personal?: { field: string; entry_id: string; masked: string }[];
  trail_length: number;
  server_time?: string;
};

export type RiskSignal = { id: string; weight?: number; says?: Says; facts_read?: Record<string, unknown> } & Record<
  string,
  unknown
>;

export type WorkflowState = { name: string; owed_by: string; final: boolean; says: Says; deadline?: string };
export type WorkflowEvent = { name: string; party: string; irreversible: boolean; says: Says; params_schema?: Schema };
export type WorkflowRow = { from: string; on: string; to: string; do: string[]; when?: { name: string; says: Says } };
export type Workflow = {
  kind: string;
  says?: Says;
  version: number;
  initial: string;
  states: WorkflowState[];
  events: WorkflowEvent[];
  rows: WorkflowRow[];
  diagram: string;
};

export type Counts = {
  mine: number;
  due_soon: number;
  overdue: number;
  waiting_evidence: number;
  unassigned: number;
  open: number;
  by_state: { kind: string; state: string; count: number; says?: Says }[];
  server_time: string;
};

/** What `events.entry` tells of one entry of the ledger. */
export type LiveEntry = {
  seq: number;
  case_id: string;
  case_seq: number;
  shop: string;
  kind: string;
  event: string;
  party: string;
  outcome: string;
  actor: string;
  at: string;
  state: string;
  final: boolean;
  version: number;
  due?: Due;
  assignee?: string;
};

export type Person = { actor: string; name: string; doing: 'viewing' | 'editing'; since: string };
