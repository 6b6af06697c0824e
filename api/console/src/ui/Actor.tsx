/** Who did something: the name people gave, else the id; the long id of a token by its ends. The whole id is its title. */
export function Actor({ id, name }: { id: string; name?: string | undefined }) {
  const shown = name || id;
  return (
    <span title={id}>
      {shown.length > 20 && shown.startsWith('tok_') ? `${shown.slice(0, 8)}…${shown.slice(-4)}` : shown}
    </span>
  );
}
