import {
  CloseOutlined,
  ColumnWidthOutlined,
  DownloadOutlined,
  EditOutlined,
  RotateLeftOutlined,
  RotateRightOutlined,
  ZoomInOutlined,
  ZoomOutOutlined,
} from '@ant-design/icons';
import { Button, ConfigProvider, Tooltip } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { KeyLayer, useKey } from '../../keys/keys.ts';
import { useRpc } from '../../rpc/hooks.ts';
import type { Evidence } from '../../rpc/types.ts';
import { EmptyState, ErrorState, Waiting } from '../../ui/states.tsx';
import { Compare } from './Compare.tsx';
import './copy.css';
import './evidence.css';
import './texts.ts';
import { Inspector } from './Inspector.tsx';
import { ItemList } from './ItemList.tsx';
import { blobUrl, canCopy, type Item, showOf, withCopies } from './items.ts';
import { PictureCopy } from './PictureCopy.tsx';
import { Stage } from './Stage.tsx';
import { TextCopy } from './TextCopy.tsx';
import type { Still } from './Video.tsx';
import { turnBy, type View, whole, zoomAt } from './view.ts';

export type EvidenceViewerProps = {
  case_id: string;
  /** What the caller has read already; the viewer reads the list itself and follows it. */
  evidence?: readonly Evidence[];
  /** The item to begin with; the first where it is left out. */
  start?: string | undefined;
  onClose: () => void;
  /** Told which item is shown, for whoever keeps it in the address. */
  onShow?: (id: string) => void;
};

/** Evidence of one case to look at, over whatever is on the page. The page below stands still meanwhile. */
export function EvidenceViewer(props: EvidenceViewerProps) {
  // Whoever opened it gets the focus back; once the viewer is drawn, the focus is its own.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    const page = document.getElementById('root');
    page?.setAttribute('inert', '');
    return () => {
      page?.removeAttribute('inert');
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return createPortal(
    <ConfigProvider theme={{ token: { zIndexPopupBase: 1300 } }}>
      <KeyLayer>
        <Viewer {...props} />
      </KeyLayer>
    </ConfigProvider>,
    document.body,
  );
}

export default EvidenceViewer;

const middle = { x: 0, y: 0 };

function Viewer({ case_id, evidence, start, onClose, onShow }: EvidenceViewerProps) {
  const t = useTexts('evidence');
  const say = useSay();
  const frame = useRef<HTMLDivElement>(null);
  const list = useRpc<{ evidence: Item[] }>('evidence.list', { case_id });
  const items = useMemo(
    () => withCopies(list.data?.evidence ?? (evidence as readonly Item[] | undefined) ?? []),
    [list.data, evidence],
  );
  const [openId, setOpenId] = useState(start);
  const [view, setView] = useState<View>(whole);
  const [fit, setFit] = useState(1);
  const [mode, setMode] = useState<'look' | 'compare' | 'copy'>('look');
  const [still, setStill] = useState<Still>();
  const at = Math.max(
    0,
    items.findIndex(({ item }) => item.id === openId),
  );
  const item = items[at]?.item;

  useEffect(() => frame.current?.focus(), []);
  useEffect(() => {
    setView(whole);
    if (item) onShow?.(item.id);
  }, [item?.id]);

  const open = (id: string): void => {
    setOpenId(id);
    setStill(undefined);
    setMode('look');
  };
  const step = (by: number): void => {
    const next = items[at + by]?.item;
    if (next) open(next.id);
  };
  const isPicture = item !== undefined && showOf(item) === 'picture';
  const looking = mode === 'look';
  const zoom = (factor: number): void => setView((from) => zoomAt(from, factor, middle, { width: 1, height: 1 }, fit));
  const copyable = item !== undefined && canCopy(item) && (showOf(item) !== 'video' || still !== undefined);
  const group = t('keys');
  useKey('left,up', () => step(-1), { enabled: looking, text: t('previous'), group, shown: '←' });
  useKey('right,down', () => step(1), { enabled: looking, text: t('next'), group, shown: '→' });
  useKey('equal,shift+equal,numpadadd', () => zoom(1.25), {
    enabled: looking && isPicture,
    text: t('zoom_in'),
    group,
    shown: '+',
  });
  useKey('minus,numpadsubtract', () => zoom(0.8), {
    enabled: looking && isPicture,
    text: t('zoom_out'),
    group,
    shown: '-',
  });
  useKey('0', () => setView({ ...whole, turns: view.turns }), { enabled: looking && isPicture, text: t('fit'), group });
  useKey('1', () => setView({ ...view, zoom: 1 / fit }), {
    enabled: looking && isPicture,
    text: t('real_size'),
    group,
  });
  useKey('r', () => setView((v) => turnBy(v, 1)), { enabled: looking && isPicture, text: t('turn_right'), group });
  useKey('shift+r', () => setView((v) => turnBy(v, -1)), {
    enabled: looking && isPicture,
    text: t('turn_left'),
    group,
  });
  useKey('c', () => setMode(looking ? 'compare' : 'look'), {
    enabled: mode !== 'copy' && items.length > 1,
    text: t('compare'),
    group,
  });
  useKey('m', () => setMode('copy'), { enabled: looking && copyable, text: t('make_copy'), group });
  useKey('escape', () => (mode === 'look' ? onClose() : setMode('look')), {
    enabled: mode !== 'copy',
    inFields: true,
    text: t('close'),
    group,
  });

  const body = (): ReactNode => {
    if (!item && list.error) return <ErrorState fault={list.error} onRetry={() => void list.refetch()} />;
    if (!item) return list.data ? <EmptyState title={t('nothing')} /> : <Waiting />;
    const done = (id: string): void => {
      setStill(undefined);
      setMode('look');
      void list.refetch().then(() => id !== '' && setOpenId(id));
    };
    const cancel = (): void => {
      setStill(undefined);
      setMode('look');
    };
    if (mode === 'compare') return <Compare case_id={case_id} items={items.map((each) => each.item)} first={item.id} />;
    if (mode === 'copy')
      return showOf(item) === 'words' ? (
        <TextCopy case_id={case_id} item={item} onDone={done} onCancel={cancel} />
      ) : (
        <PictureCopy case_id={case_id} item={item} still={still} onDone={done} onCancel={cancel} />
      );
    return (
      <>
        <ItemList items={items} open={item.id} onOpen={open} />
        <div className="viewer-stage">
          <Stage
            key={item.id}
            case_id={case_id}
            item={item}
            view={view}
            onView={setView}
            onFit={setFit}
            onStill={(taken) => {
              setStill(taken);
              setMode('copy');
            }}
          />
        </div>
        <aside className="viewer-side" aria-label={t('about')}>
          <Inspector item={item} items={items.map((each) => each.item)} onOpen={open} />
        </aside>
      </>
    );
  };

  return (
    <div ref={frame} className="viewer" role="dialog" aria-modal="true" aria-label={t('title')} tabIndex={-1}>
      <header className="viewer-top">
        <h2 className="clip">
          {t('title')}
          {item && (
            <span className="quiet">
              {' '}
              {at + 1}/{items.length} · {say(item.kind_says, item.kind)}
            </span>
          )}
        </h2>
        <div className="viewer-tools" role="toolbar" aria-label={t('tools')}>
          {looking && isPicture && (
            <>
              <Tool label={t('zoom_out')} keys="-" icon={<ZoomOutOutlined />} onClick={() => zoom(0.8)} />
              <span className="digits viewer-zoom">{Math.round(view.zoom * fit * 100)}%</span>
              <Tool label={t('zoom_in')} keys="+" icon={<ZoomInOutlined />} onClick={() => zoom(1.25)} />
              <Button size="small" onClick={() => setView({ ...whole, turns: view.turns })}>
                {t('fit')}
              </Button>
              <Button size="small" onClick={() => setView({ ...view, zoom: 1 / fit })}>
                1:1
              </Button>
              <Tool
                label={t('turn_left')}
                keys="Shift+R"
                icon={<RotateLeftOutlined />}
                onClick={() => setView((v) => turnBy(v, -1))}
              />
              <Tool
                label={t('turn_right')}
                keys="R"
                icon={<RotateRightOutlined />}
                onClick={() => setView((v) => turnBy(v, 1))}
              />
            </>
          )}
          {looking && copyable && (
            <Button size="small" icon={<EditOutlined />} onClick={() => setMode('copy')}>
              {t('make_copy')}
            </Button>
          )}
          {mode !== 'copy' && items.length > 1 && (
            <Button
              size="small"
              icon={<ColumnWidthOutlined />}
              aria-pressed={mode === 'compare'}
              type={mode === 'compare' ? 'primary' : 'default'}
              onClick={() => setMode(looking ? 'compare' : 'look')}
            >
              {t('compare')}
            </Button>
          )}
          {looking && item && item.text === undefined && !item.erased && (
            <Button size="small" icon={<DownloadOutlined />} href={blobUrl(item.sha256)} download>
              {t('original')}
            </Button>
          )}
          <Tool label={t('close')} keys="Esc" icon={<CloseOutlined />} onClick={onClose} />
        </div>
      </header>
      <div className="viewer-body">{body()}</div>
    </div>
  );
}

function Tool({ label, keys, icon, onClick }: { label: string; keys: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Tooltip title={`${label} ${keys}`}>
      <Button size="small" icon={icon} aria-label={label} onClick={onClick} />
    </Tooltip>
  );
}
