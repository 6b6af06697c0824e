import type { Money } from '../rpc/types.ts';
import { formatMoney } from './money.ts';

export function Amount({ money, large = false }: { money: Money | undefined; large?: boolean }) {
  if (!money) return null;
  return <span className={large ? 'amount amount-large' : 'amount'}>{formatMoney(money)}</span>;
}
