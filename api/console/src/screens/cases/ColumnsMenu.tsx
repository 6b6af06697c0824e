import { ArrowDownOutlined, ArrowUpOutlined, LayoutOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTexts } from '../../i18n/texts.ts';
import { type CaseColumn, usualColumns } from './columns.tsx';

/** Which columns are shown, and in which order. */
export function ColumnsMenu(props: { all: CaseColumn[]; shown: string[]; onChange: (cols: string[]) => void }) {
  const { all, shown, onChange } = props;
  const t = useTexts('cases');
  const known = shown.filter((id) => all.some((column) => column.id === id));
  const rest = all.map((column) => column.id).filter((id) => !known.includes(id));
  const titleOf = (id: string): string => all.find((column) => column.id === id)?.title ?? id;
  const swap = (at: number, by: number): void => {
    const next = [...known];
    const [one] = next.splice(at, 1);
    next.splice(at + by, 0, one as string);
    onChange(next);
  };
  const row = (id: string, at: number) => (
    <li key={id}>
      <Checkbox
        checked={at >= 0}
        disabled={at >= 0 && known.length === 1}
        onChange={(event) => onChange(event.target.checked ? [...known, id] : known.filter((k) => k !== id))}
      >
        {titleOf(id)}
      </Checkbox>
      {at >= 0 && (
        <span>
          <Button
            type="text"
            size="small"
            disabled={at === 0}
            icon={<ArrowUpOutlined />}
            aria-label={t('col_up', { column: titleOf(id) })}
            onClick={() => swap(at, -1)}
          />
          <Button
            type="text"
            size="small"
            disabled={at === known.length - 1}
            icon={<ArrowDownOutlined />}
            aria-label={t('col_down', { column: titleOf(id) })}
            onClick={() => swap(at, 1)}
          />
        </span>
      )}
    </li>
  );
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="cases-cols">
          <ul>{known.map((id, at) => row(id, at))}</ul>
          <ul>{rest.map((id) => row(id, -1))}</ul>
          <Button size="small" onClick={() => onChange(usualColumns)}>
            {t('cols_reset')}
          </Button>
        </div>
      }
    >
      <Button icon={<LayoutOutlined aria-hidden />}>{t('cols')}</Button>
    </Popover>
  );
}
