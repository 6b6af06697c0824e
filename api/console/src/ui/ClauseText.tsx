import { Fragment } from 'react';
import { useSay } from '../i18n/texts.ts';
import { useWord, withoutUnit } from '../i18n/words.ts';
import type { Says } from '../rpc/types.ts';

const place = /\{([a-z_]+(?:\.[a-z_0-9]+)+)\}/;

/** What a clause says where no case is at hand: the names of its facts stand in the places of their values. */
export function ClauseText({ says, or = '' }: { says: Says | undefined; or?: string }) {
  const say = useSay();
  const word = useWord();
  return say(says, or)
    .split(place)
    .map((piece, at) =>
      at % 2 === 0 ? (
        <Fragment key={at}>{piece}</Fragment>
      ) : (
        <span key={at} className="clause-fact" title={piece}>
          {withoutUnit(piece, word('facts', piece))}
        </span>
      ),
    );
}
