import { useSay } from '../../i18n/texts.ts';
import { isFault } from '../../rpc/errors.ts';
import type { WhyNot } from '../../rpc/types.ts';
import { ReasonTag } from '../../ui/ReasonTag.tsx';

/** The reasons of a refusal, where the server gave any. */
export const reasonsOf = (error: unknown): WhyNot[] | undefined =>
  isFault(error) && error.data.why_not && error.data.why_not.length > 0 ? error.data.why_not : undefined;

export function Reasons({ reasons }: { reasons: WhyNot[] }) {
  const say = useSay();
  return (
    <ul className="wb-reasons">
      {reasons.map((why) => (
        <li key={why.code + (why.rule ?? '')}>
          {say(why.says)} {why.rule && <ReasonTag because={{ rule: why.rule }} />}
        </li>
      ))}
    </ul>
  );
}
