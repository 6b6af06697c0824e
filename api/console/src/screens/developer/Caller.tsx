import { CopyOutlined, SendOutlined } from '@ant-design/icons';
import { App, Button, Input, Popconfirm, Segmented } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.ts';
import { useLang, useTexts } from '../../i18n/texts.ts';
import { useWord } from '../../i18n/words.ts';
import { rpc } from '../../rpc/client.ts';
import { RpcFault } from '../../rpc/errors.ts';
import { newId } from '../../rpc/ids.ts';
import { Badge } from '../../ui/Badge.tsx';
import { copyText } from '../../ui/copy.ts';
import { Scroll } from '../../ui/Scroll.tsx';
import { FaultText } from '../../ui/states.tsx';
import { changes, codeOf, type Document, exampleOf, type Language, type Method } from './document.ts';
import { ParamForm } from './ParamForm.tsx';

type Params = Record<string, unknown>;
type Answer = { ms: number; result?: unknown; fault?: unknown };

const languages: { value: Language; label: string }[] = [
  { value: 'curl', label: 'curl' },
  { value: 'typescript', label: 'TypeScript' },
  { value: 'python', label: 'Python' },
];

/** The example with a request id of its own: that of the document would be another's answer. */
function startOf(method: Method): Params {
  const params = exampleOf(method);
  if (method.params.some((p) => p.name === 'request_id')) params.request_id = newId();
  return params;
}

function read(text: string): { params?: Params; wrong?: string } {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return { wrong: '{ … }' };
    return { params: value as Params };
  } catch (error) {
    return { wrong: String((error as Error).message) };
  }
}

/** One method: what it takes, filled in as a form or as JSON, what it answered, and the same call for a program. */
export function Caller({ method, document }: { method: Method; document: Document }) {
  const t = useTexts('developer');
  const lang = useLang();
  const word = useWord();
  const session = useSession();
  const { message } = App.useApp();
  const [way, setWay] = useState<'form' | 'json'>('form');
  const [params, setParams] = useState<Params>(() => startOf(method));
  const [text, setText] = useState(() => JSON.stringify(params, null, 2));
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer>();
  const [language, setLanguage] = useState<Language>('curl');
  const written = way === 'json' ? read(text) : { params };
  const may = method['x-roles'].includes(session.role);

  const take = (next: Params): void => {
    setParams(next);
    setText(JSON.stringify(next, null, 2));
  };
  const send = async (): Promise<void> => {
    if (!written.params) return;
    setBusy(true);
    const began = performance.now();
    const told = (rest: Omit<Answer, 'ms'>): void => setAnswer({ ms: performance.now() - began, ...rest });
    try {
      told({ result: await rpc.call<unknown>(method.name, written.params) });
    } catch (fault) {
      told({ fault });
    } finally {
      setBusy(false);
    }
  };
  const copy = (content: string): void =>
    void copyText(content).then((done) => message.info(t(done ? 'common:hash.copied' : 'common:hash.not_copied')));
  const code = codeOf(language, window.location.origin, method.name, written.params ?? {});
  const shown =
    answer?.fault instanceof RpcFault
      ? { code: answer.fault.code, message: answer.fault.message, data: answer.fault.data }
      : answer?.result;
  const sendButton = (
    <Button
      type="primary"
      icon={<SendOutlined aria-hidden />}
      loading={busy}
      disabled={!written.params || !may}
      {...(changes(method) ? {} : { onClick: () => void send() })}
    >
      {t('send')}
    </Button>
  );

  return (
    <>
      <section className="panel dv-call" aria-label={method.name}>
        <div className="dv-title">
          <h2 className="mono">{method.name}</h2>
          <p>{lang === 'zh' ? method.description : method.summary}</p>
          {lang === 'zh' && <p className="quiet">{method.summary}</p>}
          <p className="dv-row">
            <Badge tone={changes(method) ? 'soon' : 'good'}>{t(changes(method) ? 'changes' : 'reads')}</Badge>
            {method['x-sandbox'] && <Badge tone="info">{t('sandbox')}</Badge>}
            <span className="quiet">
              {t('roles')} {method['x-roles'].map((role) => word('roles', role)).join(t('comma'))}
            </span>
          </p>
        </div>
        <div className="dv-row dv-ways">
          <Segmented<'form' | 'json'>
            size="small"
            value={way}
            onChange={(next) => {
              if (next === 'form' && written.params) take(written.params);
              setWay(next);
            }}
            options={[
              { value: 'form', label: t('form'), disabled: way === 'json' && !written.params },
              { value: 'json', label: 'JSON' },
            ]}
          />
          <Button size="small" onClick={() => take(startOf(method))}>
            {t('example')}
          </Button>
          <span className="dv-send">
            {changes(method) ? (
              <Popconfirm
                title={t('really')}
                description={t('really_hint')}
                okText={t('send')}
                cancelText={t('common:action.cancel')}
                disabled={!written.params || !may}
                onConfirm={() => void send()}
              >
                {sendButton}
              </Popconfirm>
            ) : (
              sendButton
            )}
          </span>
        </div>
        {!may && <p className="ink-soon">{t('not_yours')}</p>}
        <div className="dv-params">
          {way === 'form' ? (
            <ParamForm method={method} document={document} params={params} onChange={take} />
          ) : (
            <>
              <Input.TextArea
                className="mono"
                aria-label="JSON"
                spellCheck={false}
                autoSize={{ minRows: 10 }}
                status={written.params ? '' : 'error'}
                value={text}
                onChange={(e) => {
                  setText(e.target.value);
                  const next = read(e.target.value).params;
                  if (next) setParams(next);
                }}
              />
              {written.wrong && <p className="ink-bad">{written.wrong}</p>}
            </>
          )}
        </div>
      </section>
      <section className="panel dv-answer" aria-label={t('answer')}>
        <div className="panel-head">
          <h2>{t('answer')}</h2>
          {answer && <span className="quiet digits">{t('took', { ms: Math.round(answer.ms) })}</span>}
        </div>
        <div className="dv-out" role="status">
          {answer?.fault !== undefined && (
            <p className="dv-fault">
              <FaultText fault={answer.fault} />
            </p>
          )}
          {shown !== undefined ? (
            <Scroll className="dv-json" label={t('answer')}>
              <pre>{JSON.stringify(shown, null, 2)}</pre>
            </Scroll>
          ) : (
            !answer && <p className="quiet dv-hint">{t('no_answer')}</p>
          )}
        </div>
        <div className="panel-head dv-code-head">
          <Segmented<Language> size="small" value={language} onChange={setLanguage} options={languages} />
          <Button size="small" icon={<CopyOutlined aria-hidden />} onClick={() => copy(code)}>
            {t('copy')}
          </Button>
        </div>
        <Scroll className="dv-code" label={t('code')}>
          <pre>{code}</pre>
        </Scroll>
      </section>
    </>
  );
}
