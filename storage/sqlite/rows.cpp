#include "storage/sqlite/rows.hpp"

#include "storage/common/evidence_rest.hpp"

namespace redress::storage {

Case case_of(Run const& run) { return case_from_json(run.kept_object(0, 1)).value(); }

Order order_of(Run const& run) { return order_from_json(run.object(0)).value(); }

Entry entry_of(Run const& run) {
  return {.seq = run.integer(0),
          .id = run.text(1),
          .case_id = run.text(2),
          .case_seq = run.integer(3),
          .bytes = run.kept_text(4, 6),
          .hash = run.text(5)};
}

Evidence evidence_item_of(Run const& run) {
  Evidence item{.id = run.text(0),
                .case_id = run.text(1),
                .kind = run.text(2),
                .sha256 = run.text(3),
                .text = run.text_or_none(4),
                .salt = run.text(5),
                .commitment = run.text(6),
                .size_bytes = run.integer(7),
                .mime = run.text(8),
                .source = run.text(9),
                .captured_at = run.instant_or_none(10),
                .added_at = run.instant(11),
                .helps = run.text(12),
                .added_by = run.text(13),
                .note = run.text(14)};
  read_rest(item, run.object(15));
  return item;
}

OutboxItem outbox_item_of(Run const& run) {
  return {.key = run.text(0),
          .case_id = run.text(1),
          .shop = run.text(2),
          .kind = run.text(3),
          .content = run.object(4),
          .due_at = run.instant(5),
          .attempts = static_cast<int>(run.integer(6)),
          .delivered_at = run.instant_or_none(7),
          .last_failure = run.text(8)};
}

StoredAnswer answer_of(Run const& run) {
  return {.actor_id = run.text(0),
          .request_id = run.text(1),
          .fingerprint = run.text(2),
          .text = run.kept_text(3, 5),
          .at = run.instant(4)};
}

PersonalText personal_text_of(Run const& run) {
  return {.case_id = run.text(0), .entry_id = run.text(1), .name = run.text(2), .salt = {}, .text = {}};
}

WaybillUse waybill_use_of(Run const& run) { return {run.text(0), run.text(1), run.text(2)}; }

TokenRow token_of(Run const& run) {
  auto const role = role_from(run.text(2));
  if (!role)
    throw FaultError({FaultKind::internal, {"令牌的角色无法识别", "a stored token has an unknown role"}, run.text(0)});
  return {.id = run.text(0),
          .secret_sha256 = run.text(1),
          .role = *role,
          .shop = run.text(3),
          .label = run.text(4),
          .created_at = run.instant(5),
          .expires_at = run.instant_or_none(6),
          .revoked_at = run.instant_or_none(7)};
}

}  // namespace redress::storage
