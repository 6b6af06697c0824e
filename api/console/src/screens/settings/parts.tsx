import { AutoComplete } from 'antd';
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../app/session.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useRpc } from '../../rpc/hooks.ts';
import { ErrorState, FaultText, Waiting } from '../../ui/states.tsx';

export type User = {
  id: string;
  name: string;
  display?: string;
  role: string;
  shop: string;
  disabled: boolean;
  created_at?: string;
  password_at?: string;
  /** Since when they have a second step; told to admins. */
  second_factor_at?: string;
};

export const useUsers = () => useRpc<{ users: User[] }>('user.list');

/** The shop whose settings are shown: one's own, else the one named in the address, else the first there is a user of. */
export function useShop(): { shop: string | undefined; choice: ReactNode } {
  // Screens outside the settings ask for the shop too, where their texts are not there.
  const t = useTexts();
  const session = useSession();
  const [search, setSearch] = useSearchParams();
  const users = useUsers();
  const shops = [...new Set((users.data?.users ?? []).map((u) => u.shop).filter(Boolean))].sort();
  const bound = session.shop;
  const shop = bound || search.get('shop') || shops[0];
  const [typed, setTyped] = useState<string>();
  if (bound) return { shop, choice: null };
  const take = (next: string): void => {
    setTyped(undefined);
    if (next.trim() !== '') setSearch({ shop: next.trim() }, { replace: true });
  };
  return {
    shop,
    choice: (
      <label className="st-shop">
        {t('state.shop')}
        <AutoComplete
          value={typed ?? shop ?? ''}
          options={shops.map((value) => ({ value }))}
          onChange={setTyped}
          onSelect={take}
          onBlur={() => typed !== undefined && take(typed)}
          aria-label={t('state.shop')}
        />
      </label>
    ),
  };
}

export function Head({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="st-head">
      <div>
        <h2>{title}</h2>
        {hint !== undefined && <p className="quiet">{hint}</p>}
      </div>
      <div className="st-acts">{children}</div>
    </div>
  );
}

type Read<T> = { data: T | undefined; error: Error | null; isPending: boolean; refetch: () => unknown };

type SettingColumn<Row> = {
  title: string;
  key?: string;
  dataIndex?: keyof Row & string;
  render?: (value: never, row: Row) => ReactNode;
};

/** A short list of settings as a table, with its waiting, empty and failed states. */
export function SettingTable<Answer, Row extends object>({
  read,
  rows,
  columns,
  rowKey,
  empty,
}: {
  read: Read<Answer>;
  rows: (answer: Answer) => Row[];
  columns: SettingColumn<Row>[];
  rowKey: (row: Row) => string;
  empty: string;
}) {
  if (read.isPending) return <Waiting />;
  if (read.error || read.data === undefined)
    return <ErrorState fault={read.error} onRetry={() => void read.refetch()} />;
  const all = rows(read.data);
  if (all.length === 0) return <p className="quiet">{empty}</p>;
  return (
    <div className="st-scroll">
      <table className="st-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title}>{column.title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map((row) => (
            <tr key={rowKey(row)} className="st-table-row">
              {columns.map((column) => {
                const value = column.dataIndex === undefined ? undefined : row[column.dataIndex];
                return (
                  <td key={column.title}>
                    {column.render ? column.render(value as never, row) : (value as ReactNode)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function FormFault({ fault }: { fault: unknown }) {
  if (fault === undefined) return null;
  return (
    <p role="alert">
      <FaultText fault={fault} />
    </p>
  );
}
