import { Alert, Button, Input, Progress, Radio } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { type BulkJob, type BulkRow, newJob, type Offer, offersOf } from '../../bulk/job.ts';
import { keepJob } from '../../bulk/shelf.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { isMoney } from '../../money/money.ts';
import { Badge } from '../../ui/Badge.tsx';
import { fieldsOf, labelIn } from '../../ui/params.ts';
import { EmptyState, FaultText } from '../../ui/states.tsx';
import { emptyForm, type FormValues, ParamFields, stillMissing } from './ParamFields.tsx';
import type { Bulk } from './useBulk.ts';

/** Which event. Only those that every chosen case lists can be planned; others say for how many they are, and narrow to these. */
export function Choose({ bulk, job }: { bulk: Bulk; job: BulkJob }) {
  const t = useTexts('bulk');
  const say = useSay();
  const lang = useLang();
  const word = useWord();
  const go = useNavigate();
  const [key, setKey] = useState<string>();
  const [forms, setForms] = useState<Record<string, FormValues>>({});
  const [note, setNote] = useState(job.note ?? '');

  useEffect(() => void bulk.list(), []);
  const offers = useMemo(() => offersOf(job.rows, bulk.listings), [job.rows, bulk.listings]);
  const count = job.rows.length;
  const whole = offers.filter((offer) => offer.listed.size === count);
  const partly = offers.filter((offer) => offer.listed.size < count);
  const chosen = whole.find((offer) => offer.key === key);
  const form = (chosen && forms[chosen.key]) ?? emptyForm;
  // What still has to be filled in, by its label.
  const lacks = [
    ...(chosen ? stillMissing(chosen.schema, form) : []).map((name) =>
      labelIn(lang, chosen?.schema.properties?.[name], name),
    ),
    ...(note.trim() === '' ? [t('note')] : []),
  ];

  if (bulk.doing === 'listing' || bulk.listings.size < count)
    return (
      <section className="panel bulk-wait">
        <p>{t('listing', { done: bulk.listings.size, count })}</p>
        <Progress
          aria-label={t('step.choose')}
          percent={Math.floor((100 * bulk.listings.size) / count)}
          showInfo={false}
        />
        {bulk.fault !== undefined && (
          <p>
            <FaultText fault={bulk.fault} /> <Button onClick={() => void bulk.list()}>{t('common:state.retry')}</Button>
          </p>
        )}
      </section>
    );

  const narrow = (offer: Offer): void => {
    const keep = new Set(offer.listed);
    const rows = job.rows.filter((row) => keep.has(row.case_id)).map((row, index): BulkRow => ({ ...row, index }));
    const next = { ...newJob(job.actor, []), rows };
    keepJob(next);
    void go(`/bulk/${next.id}`, { replace: true });
  };
  const plan = (): void => {
    if (!chosen) return;
    const each = fieldsOf(chosen.schema).filter((f) => form.own.has(f.name));
    const rows = job.rows.map(({ plan: _plan, outcome: _outcome, params: _params, ...row }): BulkRow => {
      const action = bulk.listings
        .get(row.case_id)
        ?.actions.find((a) => a.event === chosen.event && a.party === 'seller');
      const own = each.flatMap((f) => {
        const value = action?.example_params[f.name];
        return isMoney(value) ? [[f.name, value] as const] : [];
      });
      return own.length === 0 ? row : { ...row, params: Object.fromEntries(own) };
    });
    const { event, says, irreversible } = chosen;
    const params = Object.fromEntries(Object.entries(form.values).filter(([name]) => !form.own.has(name)));
    void bulk.plan({ event, event_says: says, irreversible, params, note: note.trim() }, rows);
  };

  return (
    <div className="bulk-choose">
      <section className="panel">
        <div className="panel-head">
          <h2>{t('which')}</h2>
        </div>
        <div className="panel-body">
          {offers.length === 0 && <EmptyState title={t('no_offer')} text={t('no_offer_hint')} />}
          {offers.length > 0 && whole.length === 0 && <Alert type="info" showIcon title={t('none_common')} />}
          <Radio.Group className="bulk-offers" value={key} onChange={(event) => setKey(event.target.value)}>
            {whole.map((offer) => (
              <Radio key={offer.key} value={offer.key}>
                <b>{say(offer.says, offer.event)}</b>
                {offer.irreversible && <Badge tone="urgent">{t('irreversible')}</Badge>}
                <span className={offer.allowed === count ? 'ink-good' : offer.allowed === 0 ? 'ink-bad' : 'quiet'}>
                  {t('allowed', { allowed: offer.allowed, count })}
                </span>
              </Radio>
            ))}
          </Radio.Group>
          {partly.length > 0 && (
            <>
              <h3 className="bulk-sub">{t('partly')}</h3>
              <ul className="bulk-partly">
                {partly.map((offer) => (
                  <li key={offer.key}>
                    <span>
                      {say(offer.says, offer.event)}
                      {offer.kind && <small className="quiet">{word('kinds', offer.kind)}</small>}
                    </span>
                    <span className="quiet digits">{t('listed', { listed: offer.listed.size, count })}</span>
                    <Button size="small" onClick={() => narrow(offer)}>
                      {t('narrow', { count: offer.listed.size })}
                    </Button>
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      </section>
      <section className="panel">
        <div className="panel-head">
          <h2>{chosen ? say(chosen.says, chosen.event) : t('details')}</h2>
        </div>
        <div className="panel-body bulk-form">
          {!chosen && <p className="quiet">{t('choose_first')}</p>}
          {chosen && (
            <>
              <ParamFields
                key={chosen.key}
                schema={chosen.schema}
                form={form}
                currency={job.rows.find((row) => row.amount)?.amount?.currency ?? 'CNY'}
                onChange={(next) => setForms({ ...forms, [chosen.key]: next })}
              />
              <div className="field">
                <label htmlFor="bulk-note">
                  {t('note')}
                  <em aria-hidden>*</em>
                </label>
                <Input.TextArea
                  id="bulk-note"
                  maxLength={4000}
                  autoSize={{ minRows: 2, maxRows: 6 }}
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
                <p className="quiet">{t('note_hint', { count })}</p>
              </div>
              <Button type="primary" disabled={lacks.length > 0} onClick={plan}>
                {t('plan', { count })}
              </Button>
              {lacks.length > 0 ? (
                <p className="ink-soon">{t('common:form.missing', { fields: lacks.join(t('common:form.comma')) })}</p>
              ) : (
                <p className="quiet">{t('plan_hint')}</p>
              )}
            </>
          )}
        </div>
      </section>
    </div>
  );
}
