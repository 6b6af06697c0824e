import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Scroll } from '../../ui/Scroll.tsx';

type Props = {
  map: string;
  columns: string[] | undefined;
  sample: string[][] | undefined;
  reading: boolean;
  onColumns?: () => void;
  onChange: (map: string) => void;
  onDraft: () => void;
};

/** How the columns of a table become the members of case.open: YAML, with the columns and first rows of the file at hand. */
export function Mapping({ map, columns, sample, reading, onColumns, onChange, onDraft }: Props) {
  const t = useTexts('imports');
  const area = useRef<TextAreaRef>(null);
  const insert = (column: string): void => {
    const field = area.current?.resizableTextArea?.textArea;
    const at = field?.selectionStart ?? map.length;
    const end = field?.selectionEnd ?? at;
    onChange(map.slice(0, at) + column + map.slice(end));
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(at + column.length, at + column.length);
    });
  };
  return (
    <>
      <h2>{t('step_map')}</h2>
      {!columns && onColumns && map.trim() === '' && (
        <Button size="small" loading={reading} onClick={onColumns}>
          {t('read_columns')}
        </Button>
      )}
      {columns && (
        <>
          <Scroll className="im-sample" label={t('sample')}>
            <table>
              <thead>
                <tr>
                  {columns.map((column, i) => (
                    <th key={i}>
                      <button type="button" title={t('insert')} onClick={() => insert(column)}>
                        {column}
                      </button>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {(sample ?? []).map((row, i) => (
                  <tr key={i}>
                    {row.map((cell, n) => (
                      <td key={n}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <span className="im-acts">
            <Button size="small" onClick={onDraft}>
              {t('draft')}
            </Button>
            <span className="quiet">{t('insert_hint')}</span>
          </span>
        </>
      )}
      <label className="im-field">
        {t('map')}
        <Input.TextArea
          ref={area}
          className="mono im-map"
          spellCheck={false}
          autoSize={{ minRows: 8, maxRows: 26 }}
          value={map}
          onChange={(e) => onChange(e.target.value)}
        />
      </label>
      <details className="im-help">
        <summary>{t('help')}</summary>
        <dl>
          {(['table', 'key', 'time', 'where', 'open', 'cell'] as const).map((name) => (
            <div key={name}>
              <dt>
                <code>{t(`help_${name}_code`)}</code>
              </dt>
              <dd>{t(`help_${name}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </>
  );
}
