import { FileTextOutlined, InboxOutlined, PlayCircleOutlined, SearchOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Input, Modal, Progress, Segmented } from 'antd';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import { useSession } from '../../app/session.ts';
import { addTexts, useTexts } from '../../i18n/texts.ts';
import { EmptyState, FaultText } from '../../ui/states.tsx';
import en from './en.json';
import { Mapping } from './Mapping.tsx';
import { Outcome } from './Outcome.tsx';
import { draftMapping, type Given, guessSource, type Made, type Source, sameMade } from './source.ts';
import { type Done, type Plan, useImport } from './useImport.ts';
import zh from './zh.json';
import './imports.css';

addTexts('imports', zh, en);

/** Platform records and tables become cases: first tried without a trace, then done, and a second time changes nothing. */
export default function Imports() {
  const t = useTexts('imports');
  const session = useSession();
  const queries = useQueryClient();
  const work = useImport();
  const [source, setSource] = useState<Source>('top-refunds');
  const [given, setGiven] = useState<Given>();
  const [shop, setShop] = useState(session.shop ?? '');
  const [map, setMap] = useState('');
  const [plan, setPlan] = useState<{ of: Made; answer: Plan }>();
  const [done, setDone] = useState<{ of: Made; answer: Done }>();
  const [asking, setAsking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);

  const forget = (): void => {
    setPlan(undefined);
    setDone(undefined);
    work.clearFault();
  };
  const made: Made | undefined = given && {
    given,
    source,
    ...(source === 'csv' && map.trim() !== '' ? { map } : {}),
    ...(source === 'top-refunds' && shop.trim() !== '' ? { shop: shop.trim() } : {}),
  };
  const latest = useRef(given);
  latest.current = given;
  const tryOut = async (of: Made): Promise<void> => {
    const answer = await work.ask<Plan>('plan', of);
    // Another file may have been chosen while this one was read.
    if (answer && latest.current === of.given) setPlan({ of, answer });
  };
  const take = async (file: File): Promise<void> => {
    forget();
    const start = await file.slice(0, 200_001).text();
    const next: Given = { name: file.name, size: file.size, file, ...(file.size <= 200_000 ? { text: start } : {}) };
    const of = guessSource(file.name, start);
    setGiven(next);
    setSource(of);
    // A table's columns are wanted before its mapping can be written.
    if (of === 'csv' && map.trim() === '') await tryOut({ given: next, source: of });
  };
  const look = async (): Promise<void> => {
    if (!made) return;
    setDone(undefined);
    await tryOut(made);
  };
  const run = async (): Promise<void> => {
    setAsking(false);
    if (!plan || !planned) return;
    const answer = await work.ask<Done>('run', plan.of);
    if (!answer) return;
    setDone({ of: plan.of, answer });
    void queries.invalidateQueries({ predicate: (query) => query.meta?.live === 'any' });
  };
  const changed = (act: () => void): void => {
    act();
    forget();
  };
  const remap = (next: string): void => {
    setMap(next);
    setDone(undefined);
    work.clearFault();
  };
  // The columns are the file's; what a mapping would do is this mapping's alone.
  const columns = plan?.of.given === given ? plan?.answer : undefined;
  const planned = plan && sameMade(plan.of, made) && plan.answer.rows !== undefined ? plan.answer : undefined;
  const toDo = (planned?.new ?? 0) + (planned?.updates ?? 0);

  // Why a button does nothing yet.
  const waitsFor =
    work.doing || done
      ? undefined
      : !given
        ? 'waits_for_file'
        : source === 'csv' && map.trim() === ''
          ? 'waits_for_mapping'
          : planned
            ? undefined
            : 'waits_for_plan';
  return (
    <div className="page im">
      <div className="page-head">
        <h1>{t('title')}</h1>
        <span className="quiet">{t('subtitle')}</span>
      </div>
      <div className="im-body">
        <section className="panel im-form" aria-label={t('what')}>
          <h2>{t('step_file')}</h2>
          <div
            className={over ? 'im-drop over' : 'im-drop'}
            onDragOver={(e: DragEvent) => {
              e.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={(e: DragEvent) => {
              e.preventDefault();
              setOver(false);
              const file = e.dataTransfer.files[0];
              if (file) void take(file);
            }}
          >
            {given?.file ? <FileTextOutlined aria-hidden /> : <InboxOutlined aria-hidden />}
            <p>{given?.file ? t('file', { name: given.name, kb: Math.ceil(given.size / 1024) }) : t('drop')}</p>
            <Button onClick={() => field.current?.click()}>{t('choose')}</Button>
            <input
              ref={field}
              type="file"
              hidden
              accept=".csv,.ndjson,.jsonl,.json,.txt"
              aria-label={t('choose')}
              onChange={(e: ChangeEvent<HTMLInputElement>) => {
                const file = e.target.files?.[0];
                e.target.value = '';
                if (file) void take(file);
              }}
            />
          </div>
          {!given?.file && (
            <label className="im-field">
              {t('paste')}
              <Input.TextArea
                autoSize={{ minRows: 4, maxRows: 8 }}
                className="mono"
                spellCheck={false}
                value={given?.text ?? ''}
                onChange={(e) =>
                  changed(() => {
                    const text = e.target.value;
                    setGiven(text === '' ? undefined : { name: '', text, size: text.length });
                    if (!given && text !== '') setSource(guessSource('', text));
                  })
                }
              />
            </label>
          )}
          {given?.file && (
            <Button type="link" size="small" onClick={() => changed(() => setGiven(undefined))}>
              {t('other_file')}
            </Button>
          )}
          <h2>{t('step_source')}</h2>
          <Segmented<Source>
            value={source}
            onChange={(next) => changed(() => setSource(next))}
            options={[
              { value: 'top-refunds', label: t('top_refunds') },
              { value: 'csv', label: t('csv') },
            ]}
          />
          <p className="quiet">{t(source === 'csv' ? 'csv_hint' : 'top_hint')}</p>
          {source === 'top-refunds' && (
            <label className="im-field">
              {t('shop')}
              <Input
                value={shop}
                disabled={!!session.shop}
                placeholder={t('shop_hint')}
                onChange={(e) => changed(() => setShop(e.target.value))}
              />
            </label>
          )}
          {source === 'csv' && (
            <Mapping
              map={map}
              columns={columns?.columns}
              sample={columns?.sample}
              reading={work.doing !== undefined}
              {...(given ? { onColumns: () => void look() } : {})}
              onChange={remap}
              onDraft={() => remap(draftMapping(columns?.columns ?? [], session.shop ?? (shop || 'my-shop')))}
            />
          )}
          <div className="im-acts">
            <Button
              icon={<SearchOutlined aria-hidden />}
              type={planned ? 'default' : 'primary'}
              disabled={!given || work.doing !== undefined || (source === 'csv' && map.trim() === '')}
              loading={work.doing === 'plan' || work.doing === 'upload'}
              onClick={() => void look()}
            >
              {t('plan')}
            </Button>
            <Button
              icon={<PlayCircleOutlined aria-hidden />}
              type={planned && !done ? 'primary' : 'default'}
              disabled={!planned || work.doing !== undefined}
              loading={work.doing === 'run'}
              onClick={() => setAsking(true)}
            >
              {t('run')}
            </Button>
            {waitsFor && <span className="quiet">{t(waitsFor)}</span>}
          </div>
        </section>
        <section className="panel im-out" aria-label={t('result')}>
          {work.fault !== undefined && (
            <Alert className="im-fault" type="error" showIcon title={<FaultText fault={work.fault} />} />
          )}
          {work.doing && (
            <div className="im-progress" role="status">
              <p>{t(`doing_${work.doing}`)}</p>
              {work.progress && work.progress.total > 0 ? (
                <Progress
                  percent={Math.floor((100 * work.progress.done) / work.progress.total)}
                  aria-label={t(`doing_${work.doing}`)}
                  format={() => `${work.progress?.done} / ${work.progress?.total}`}
                />
              ) : (
                <span className="spin" aria-hidden />
              )}
            </div>
          )}
          {!work.doing && done && <Outcome kind="run" answer={done.answer} name={done.of.given.name} />}
          {!work.doing && !done && planned && <Outcome kind="plan" answer={planned} name={given?.name ?? ''} />}
          {!work.doing && !planned && !done && work.fault === undefined && (
            <EmptyState title={t('nothing')} text={t('nothing_hint')} />
          )}
        </section>
      </div>
      <Modal
        open={asking}
        title={t('run_title')}
        okText={t('run')}
        cancelText={t('common:action.cancel')}
        onCancel={() => setAsking(false)}
        onOk={() => void run()}
      >
        <p className="im-large">
          {toDo === 0
            ? t('run_none')
            : t('run_what', { count: planned?.new ?? 0, fresh: planned?.new ?? 0, updates: planned?.updates ?? 0 })}
        </p>
        {(planned?.bad_total ?? 0) > 0 && (
          <p className="ink-urgent">{t('run_bad', { count: planned?.bad_total ?? 0 })}</p>
        )}
        <p className="quiet">{t('run_hint')}</p>
      </Modal>
    </div>
  );
}
