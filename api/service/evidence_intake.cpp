#include "api/service/evidence_intake.hpp"

#include "api/service/answer.hpp"
#include "engine/ledger/commitment.hpp"

#include <fmt/format.h>

namespace redress::api {
namespace {

Result<void> take_text(Evidence& item, std::string text, Ids& ids) {
  item.salt = ids.salt();
  auto const salt = ledger::digest_from_hex(item.salt);
  if (!salt) return salt.error();
  item.sha256 = ledger::hex(ledger::sha256(text));
  item.commitment = ledger::commitment_to(*salt, text);
  item.size_bytes = static_cast<std::int64_t>(text.size());
  item.mime = "text/plain; charset=utf-8";
  item.text = std::move(text);
  return {};
}

Result<void> take_file(Evidence& item, std::string sha256, std::string const& position, FindBlob const& find_blob) {
  if (auto const digest = ledger::digest_from_hex(sha256); !digest)
    return Fault{FaultKind::invalid_params, digest.error().says, position + ".sha256"};
  auto const blob = find_blob(sha256);
  if (!blob)
    return Fault{FaultKind::evidence_rejected,
                 {"没有上传过该文件，请先 PUT /v1/blobs 上传原件",
                  "no such file was uploaded: PUT the original to /v1/blobs first"},
                 position + ".sha256"};
  item.sha256 = std::move(sha256);
  item.size_bytes = blob->size_bytes;
  item.mime = blob->mime;
  return {};
}

}  // namespace

Result<Evidence> read_evidence(boost::json::object const& json, std::string const& position, std::string const& case_id,
                               Actor const& actor, Instant now, Ids& ids, FindBlob const& find_blob) {
  Evidence item;
  item.id = ids.next("ev");
  item.case_id = case_id;
  item.kind = text_of(json, "kind");
  item.source = text_of(json, "source");
  item.note = text_of(json, "note");
  item.added_at = now;
  item.added_by = actor.id;
  if (auto helps = text_of(json, "helps"); !helps.empty()) item.helps = std::move(helps);
  if (!find_evidence_kind(item.kind))
    return invalid_params(position + ".kind", fmt::format("没有证据类型“{}”", item.kind),
                          fmt::format("there is no evidence kind \"{}\"", item.kind));
  if (auto const* captured = json.if_contains("captured_at")) {
    auto const at = captured->is_string() ? parse_rfc3339(captured->get_string())
                                          : Result<Instant>(invalid_params({}, "须为时间", "must be a time"));
    if (!at) return Fault{at.error().kind, at.error().says, position + ".captured_at"};
    if (*at > now + 5 * minute_ms)
      return invalid_params(position + ".captured_at", "取证时间在未来", "the capture time lies in the future");
    item.captured_at = *at;
  }
  auto text = text_of(json, "text");
  auto sha256 = text_of(json, "sha256");
  if (text.empty() == sha256.empty())
    return invalid_params(position, "须提供 sha256 或 text 之一", "exactly one of sha256 and text is needed");
  auto const taken =
      text.empty() ? take_file(item, std::move(sha256), position, find_blob) : take_text(item, std::move(text), ids);
  if (!taken) return taken.error();
  return item;
}

}  // namespace redress::api
