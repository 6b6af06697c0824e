import { Button } from 'antd';
import { useSay, useTexts } from '../../i18n/texts.ts';
import { blobUrl, type Item, showOf } from './items.ts';
import { Pdf } from './Pdf.tsx';
import { Picture } from './Picture.tsx';
import { type Still, Video } from './Video.tsx';
import type { View } from './view.ts';
import { Words } from './Words.tsx';

/** One item, shown the way its bytes can be shown safely. */
export function Stage(props: {
  case_id: string;
  item: Item;
  view: View;
  onView: (next: View) => void;
  onFit?: (fit: number) => void;
  onStill?: (still: Still) => void;
}) {
  const { case_id, item, view, onView, onFit, onStill } = props;
  const t = useTexts('evidence');
  const say = useSay();
  const label = say(item.kind_says, item.kind);
  const url = blobUrl(item.sha256);
  switch (showOf(item)) {
    case 'picture':
      return <Picture src={url} alt={label} view={view} onView={onView} {...(onFit ? { onFit } : {})} />;
    case 'video':
      return <Video src={url} label={label} {...(onStill ? { onStill } : {})} />;
    case 'pdf':
      return <Pdf url={url} title={label} />;
    case 'words':
      return <Words case_id={case_id} item={item} table={false} />;
    case 'table':
      return <Words case_id={case_id} item={item} table />;
    default:
      return (
        <div className="stage-note">
          <p>{t('not_shown')}</p>
          <Button href={url} download>
            {t('download')}
          </Button>
        </div>
      );
  }
}
