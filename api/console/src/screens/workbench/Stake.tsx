import { useQuery } from '@tanstack/react-query';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { Amount } from '../../money/Amount.tsx';
import { rpc } from '../../rpc/client.ts';
import { canonical } from '../../rpc/ids.ts';
import type { Action, Case, CaseAnswer, Entry } from '../../rpc/types.ts';
import { isLongText, type Values } from '../../ui/params.ts';
import { paidBy } from './ranking.ts';
import { stakeOf } from './useCase.ts';

export type Applied = { case: Case; entry: Entry };
export type Preview = {
  told: Applied | undefined;
  error: Error | null;
  /** What is told is of an earlier amount or choice; the one of these is on its way. */
  counting: boolean;
};

/** What an action would do with these params, from the server. While only words change, what it told before still holds. */
export function usePreview(c: Case, action: Action, params: Values, evidence: string[], enabled: boolean): Preview {
  const asked = { case_id: c.id, event: action.event, params, evidence };
  const weighing = Object.fromEntries(
    Object.entries(params).filter(([name]) => !isLongText(action.params_schema.properties?.[name] ?? {})),
  );
  const basis = canonical({ ...asked, params: weighing, v: c.version });
  const preview = useQuery({
    queryKey: ['case.preview', { ...asked, v: c.version }],
    queryFn: async ({ signal }) => {
      const { evidence: items, ...rest } = asked;
      const told = await rpc.call<Applied>('case.preview', items.length > 0 ? asked : rest, signal);
      return { ...told, basis };
    },
    enabled,
    retry: false,
    staleTime: 5_000,
    placeholderData: (before) => before,
  });
  const old = preview.isPlaceholderData && preview.data?.basis !== basis;
  return { told: old && !enabled ? undefined : preview.data, error: preview.error, counting: old && enabled };
}

/** What an action pays or is about, in large type, and where it leads. */
export function Stake({ answer, action, preview }: { answer: CaseAnswer; action: Action; preview: Preview }) {
  const t = useTexts('workbench');
  const say = useSay();
  const { told, counting } = preview;
  const pays = told && paidBy(answer.case, told.case);
  if (!pays && !action.irreversible) return null;
  return (
    <div className="wb-stake" aria-live="polite" aria-busy={counting}>
      <span>{t(counting ? 'sheet.counting' : pays ? 'sheet.pays' : 'sheet.concerns')}</span>
      {counting ? <span className="amount amount-large">…</span> : <Amount money={pays ?? stakeOf(answer)} large />}
      {told && !counting && (
        <span className="quiet">
          {t('sheet.leads_to')} <b>{say(told.case.state_says, told.case.state)}</b>
        </span>
      )}
    </div>
  );
}
