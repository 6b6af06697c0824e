import type { Role } from '../../rpc/types.ts';

/** What `rpc.discover` tells of the methods, and calls of them written down for other programs. */

export type ParamSchema = {
  $ref?: string;
  type?: string;
  enum?: string[];
  description?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  [more: string]: unknown;
};
export type Param = { name: string; required?: boolean; description?: string; schema: ParamSchema };
export type Method = {
  name: string;
  summary: string;
  description: string;
  params: Param[];
  'x-roles': Role[];
  'x-writes': boolean;
  'x-changes'?: boolean;
  'x-sandbox'?: boolean;
  examples?: { params: { name: string; value: unknown }[] }[];
};
export type Document = {
  info: { title: string; version: string };
  methods: Method[];
  components: { schemas: Record<string, ParamSchema> };
};

export function resolved(schema: ParamSchema, document: Document): ParamSchema {
  const name = schema.$ref?.split('/').pop();
  const found = name === undefined ? undefined : document.components.schemas[name];
  return found ? resolved(found, document) : schema;
}

export const changes = (method: Method): boolean => method['x-writes'] || !!method['x-changes'];

export type Field = 'text' | 'number' | 'flag' | 'choice' | 'json';

/** How a param is asked for; whatever has an inside of its own is written as JSON. */
export function fieldOf(schema: ParamSchema): Field {
  if (schema.enum) return 'choice';
  if (schema.type === 'string') return 'text';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'boolean') return 'flag';
  return 'json';
}

export const exampleOf = (method: Method): Record<string, unknown> =>
  Object.fromEntries((method.examples?.[0]?.params ?? []).map((p) => [p.name, p.value]));

export type Language = 'curl' | 'typescript' | 'python';

/** The token is named, never written: whoever runs this puts their own into REDRESS_TOKEN. */
export function codeOf(language: Language, origin: string, method: string, params: Record<string, unknown>): string {
  const call = { jsonrpc: '2.0', id: 1, method, params };
  if (language === 'curl') {
    const body = JSON.stringify(call).replace(/'/g, "'\\''");
    return `curl -s ${origin}/rpc \\
  -H "Authorization: Bearer $REDRESS_TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '${body}'`;
  }
  if (language === 'typescript')
    return `const response = await fetch(${JSON.stringify(`${origin}/rpc`)}, {
  method: "POST",
  headers: {
    "Authorization": \`Bearer \${process.env.REDRESS_TOKEN}\`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify(${JSON.stringify(call, null, 2).replace(/\n/g, '\n  ')}),
});
const { result, error } = await response.json();
if (error) throw new Error(error.message);
console.log(result);`;
  return `import json, os, urllib.request

call = json.loads(r"""${JSON.stringify(call, null, 2).replace(/"""/g, '\\"\\"\\"')}""")
request = urllib.request.Request(
    ${JSON.stringify(`${origin}/rpc`)},
    data=json.dumps(call).encode(),
    headers={
        "Authorization": "Bearer " + os.environ["REDRESS_TOKEN"],
        "Content-Type": "application/json",
    },
)
answer = json.load(urllib.request.urlopen(request))
print(answer.get("result") or answer["error"])`;
}
