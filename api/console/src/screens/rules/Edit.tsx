import { BranchesOutlined, CheckCircleOutlined, HistoryOutlined, ThunderboltOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input, Select, Tooltip } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../app/session.ts';
import { useLang, useSay, useTexts } from '../../i18n/texts.ts';
import { Scroll } from '../../ui/Scroll.tsx';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';
import { ActivateModal } from './ActivateModal.tsx';
import { BacktestView } from './BacktestView.tsx';
import { changedLines } from './compare.ts';
import { Editor, type EditorHandle } from './Editor.tsx';
import { TextDiff } from './TextDiff.tsx';
import { clausesIn } from './texts.ts';
import type { BookText, Finding } from './types.ts';
import { type Titled, useBookText } from './useBooks.ts';
import { useEdit } from './useEdit.ts';
import { Findings, WordChanges } from './WordChanges.tsx';

/** Changing a book: its text on the left; beside it what is wrong, what differs, and what it would have done. */
export function Edit({ book }: { book: Titled }) {
  const text = useBookText(book.book);
  if (text.isPending) return <Waiting />;
  if (text.error) return <ErrorState fault={text.error} onRetry={() => void text.refetch()} />;
  return <Editing text={text.data} />;
}

function Editing({ text }: { text: BookText }) {
  const t = useTexts('rules');
  const say = useSay();
  const lang = useLang();
  const { message } = App.useApp();
  const session = useSession();
  const queries = useQueryClient();
  const [search, setSearch] = useSearchParams();
  const edit = useEdit(text);
  const editor = useRef<EditorHandle>(null);
  const [asking, setAsking] = useState(false);
  const [days, setDays] = useState<{ from?: string; to?: string }>({});
  const names = text.files.map((f) => f.name);
  const file = names.find((n) => n === search.get('file')) ?? text.book;
  const line = Number(search.get('line')) || undefined;
  const shown = edit.textOf(file);
  const clauses = useMemo(() => clausesIn(shown), [shown]);
  const changed = useMemo(() => changedLines(edit.inForce[file] ?? '', shown), [file, shown]);
  const wrong = useMemo(
    () => new Map((edit.checked?.findings ?? []).filter((f) => f.file === file).map((f) => [f.line, say(f.says)])),
    [edit.checked, file, lang],
  );
  // The first thing found in this file comes into view by itself.
  useEffect(() => {
    const first = edit.checked?.findings.find((f) => f.file === file);
    if (first) editor.current?.show(first.line);
  }, [edit.checked]);
  const open = (name: string, at?: number): void =>
    setSearch(
      (old) => {
        const next = new URLSearchParams(old);
        next.set('tab', 'edit');
        next.set('file', name);
        if (at === undefined) next.delete('line');
        else next.set('line', String(at));
        return next;
      },
      { replace: true },
    );
  useEffect(() => {
    if (line !== undefined) editor.current?.goTo(line);
  }, [file, line]);
  const openFinding = (finding: Finding): void => {
    if (!names.includes(finding.file)) return;
    open(finding.file, finding.line);
    setTimeout(() => editor.current?.goTo(finding.line, finding.column), 50);
  };
  // Whoever is bound to a shop may try and test, but a platform's book concerns all shops.
  const mayActivate = session.role === 'admin' || (session.role === 'manager' && !session.shop);
  const none = edit.names.length === 0;

  return (
    <>
      <section className="panel ru-edit" aria-label={t('tab_edit')}>
        <div className="ru-filters">
          <Select
            value={file}
            aria-label={t('file')}
            popupMatchSelectWidth={false}
            onChange={(name) => open(name)}
            options={names.map((name) => ({
              value: name,
              label: `${edit.edits[name] === undefined ? '' : '● '}${name}.yaml`,
            }))}
          />
          <Select
            showSearch
            value={null}
            placeholder={t('go_to')}
            aria-label={t('go_to')}
            popupMatchSelectWidth={false}
            onChange={(at: number | null) => at !== null && editor.current?.goTo(at)}
            options={clauses.map((c) => ({ value: c.line, label: `${c.id} : ${c.line}` }))}
            filterOption={(typed, option) => (option?.label ?? '').toLowerCase().includes(typed.toLowerCase())}
          />
          <span className="ru-acts">
            <Button
              icon={<CheckCircleOutlined aria-hidden />}
              disabled={none || edit.busy !== undefined}
              loading={edit.busy === 'check'}
              onClick={() => void edit.check()}
            >
              {t('check')}
            </Button>
            <Button
              type={edit.checked?.ok ? 'default' : 'primary'}
              icon={<HistoryOutlined aria-hidden />}
              disabled={none || edit.busy !== undefined}
              loading={edit.busy === 'backtest'}
              onClick={() => void edit.backtest(days)}
            >
              {t('backtest')}
            </Button>
            <Tooltip title={mayActivate ? (edit.checked?.ok ? undefined : t('check_first')) : t('not_yours')}>
              <Button
                type={edit.checked?.ok ? 'primary' : 'default'}
                icon={<ThunderboltOutlined aria-hidden />}
                disabled={none || !mayActivate || !edit.checked?.ok || edit.moved.length > 0 || edit.busy !== undefined}
                loading={edit.busy === 'activate'}
                onClick={() => setAsking(true)}
              >
                {t('activate')}
              </Button>
            </Tooltip>
          </span>
        </div>
        <Editor
          key={file}
          ref={editor}
          text={shown}
          onChange={(next) => edit.set(file, next)}
          label={`${file}.yaml`}
          wrong={wrong}
          changed={changed}
        />
        <div className="ru-foot" role="status">
          {none ? t('unchanged') : t('changed_files', { files: edit.names.map((n) => `${n}.yaml`).join(t('comma')) })}
          {!none && (
            <Button type="link" size="small" danger onClick={edit.drop}>
              {t('drop')}
            </Button>
          )}
        </div>
      </section>
      <aside className="panel ru-results" aria-label={t('results')}>
        <Scroll className="ru-scroll" label={t('results')}>
          {edit.fault !== undefined && <Alert type="error" showIcon title={<FaultText fault={edit.fault} />} />}
          {edit.moved.length > 0 && (
            <Alert
              type="warning"
              showIcon
              title={t('moved', {
                count: edit.moved.length,
                files: edit.moved.map((n) => `${n}.yaml`).join(t('comma')),
              })}
              description={
                <span className="ru-acts">
                  <Button size="small" onClick={edit.takeTheirs}>
                    {t('take_theirs')}
                  </Button>
                  <Button size="small" onClick={edit.keepMine}>
                    {t('keep_mine')}
                  </Button>
                </span>
              }
            />
          )}
          {none && (
            <div className="ru-how">
              <BranchesOutlined aria-hidden />
              <p>{t('how')}</p>
            </div>
          )}
          {edit.checked && !edit.checked.ok && (
            <section>
              <h3 className="ink-bad">{t('found', { count: edit.checked.findings.length })}</h3>
              <Findings findings={edit.checked.findings} onOpen={openFinding} />
            </section>
          )}
          {edit.checked?.ok && <Alert type="success" showIcon title={t('sound')} />}
          {!none && (
            <section>
              <h3>{t('tested')}</h3>
              <div className="ru-days">
                <label>
                  {t('from')}
                  <Input
                    type="date"
                    size="small"
                    value={days.from ?? ''}
                    onChange={(e) => setDays(withDay(days, 'from', e.target.value))}
                  />
                </label>
                <label>
                  {t('to')}
                  <Input
                    type="date"
                    size="small"
                    value={days.to ?? ''}
                    onChange={(e) => setDays(withDay(days, 'to', e.target.value))}
                  />
                </label>
              </div>
              {edit.tested ? (
                <BacktestView answer={edit.tested.answer} />
              ) : (
                <p className="quiet">{t(edit.busy === 'backtest' ? 'testing' : 'not_tested')}</p>
              )}
            </section>
          )}
          {edit.checked?.ok && (
            <section>
              <h3>{t('in_words')}</h3>
              <WordChanges changes={edit.checked.changes} />
            </section>
          )}
          {!none && (
            <section>
              <h3>{t('in_text')}</h3>
              {edit.names.map((name) => (
                <TextDiff key={name} name={name} before={edit.inForce[name] ?? ''} after={edit.edits[name] ?? ''} />
              ))}
            </section>
          )}
        </Scroll>
      </aside>
      {asking && (
        <ActivateModal
          names={edit.names}
          changes={edit.checked?.changes ?? []}
          tested={edit.tested?.answer}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            const done = await edit.activate();
            setAsking(false);
            if (done === 'refused') return;
            void (done === 'active' ? message.success(t('activated')) : message.warning(t('overtaken')));
            for (const method of ['rules.books', 'rules.list', 'rules.book', 'rules.get'])
              void queries.invalidateQueries({ queryKey: [method] });
          }}
        />
      )}
    </>
  );
}

function withDay(
  days: { from?: string; to?: string },
  end: 'from' | 'to',
  day: string,
): { from?: string; to?: string } {
  const { [end]: _old, ...rest } = days;
  return day === '' ? rest : { ...rest, [end]: day };
}
