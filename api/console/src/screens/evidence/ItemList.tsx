import { FileOutlined, FilePdfOutlined, FileTextOutlined, PlayCircleOutlined, TableOutlined } from '@ant-design/icons';
import { useEffect, useRef } from 'react';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { blobUrl, type Item, type Show, showOf, sizeWords } from './items.ts';

const icons: Partial<Record<Show, typeof FileOutlined>> = {
  video: PlayCircleOutlined,
  pdf: FilePdfOutlined,
  words: FileTextOutlined,
  table: TableOutlined,
};

/** What there is, each original with its copies below it. */
export function ItemList(props: {
  items: readonly { item: Item; depth: number }[];
  open: string;
  onOpen: (id: string) => void;
}) {
  const { items, open, onOpen } = props;
  const t = useTexts('evidence');
  const say = useSay();
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <nav ref={box} className="viewer-list" aria-label={t('items')}>
      {items.map(({ item, depth }) => {
        const show = showOf(item);
        const Icon = icons[show] ?? FileOutlined;
        return (
          <button
            key={item.id}
            type="button"
            className={depth > 0 ? 'viewer-item viewer-item-copy' : 'viewer-item'}
            aria-current={item.id === open}
            onClick={() => onOpen(item.id)}
          >
            <span className="viewer-thumb">
              {show === 'picture' ? <img src={blobUrl(item.sha256)} alt="" loading="lazy" /> : <Icon aria-hidden />}
            </span>
            <span className="viewer-item-words">
              <b>{say(item.kind_says, item.kind)}</b>
              <small>
                {depth > 0 ? `${t('copy')} · ` : ''}
                {sizeWords(item.size)}
              </small>
            </span>
          </button>
        );
      })}
    </nav>
  );
}
