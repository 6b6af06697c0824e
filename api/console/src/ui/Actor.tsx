import { useSession } from '../app/session.ts';
import { shortened } from '../i18n/people.ts';

/** Who did something: the name people gave, one's own name, else the id; a long one by its ends. The whole id is its title. */
export function Actor({ id, name }: { id: string; name?: string | undefined }) {
  const me = useSession();
  const shown = name || (id === me.actor && me.name) || id;
  return (
    <span title={id} className="actor">
      {shortened(shown)}
    </span>
  );
}
