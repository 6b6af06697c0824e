#include "api/service/evidence_intake.hpp"

#include "api/service/answer.hpp"
#include "engine/base/utf8.hpp"
#include "engine/facts/facts.hpp"
#include "engine/ledger/commitment.hpp"

#include <fmt/format.h>

#include <algorithm>

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
    return invalid_params(position + ".sha256", "须为 64 位小写十六进制的 SHA-256",
                          "must be a SHA-256 in 64 lower-case hex digits");
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

constexpr std::string_view proof = "proof.";
constexpr std::int64_t attribute_characters_max = 64;

// "continuous" stands for the fact proof.continuous.
Result<void> take_attributes(Evidence& item, boost::json::object const& json, std::string const& position) {
  auto const* attributes = json.if_contains("attributes");
  if (!attributes) return {};
  for (auto const& member : attributes->as_object()) {
    std::string_view const written = member.key();
    auto const path = written.starts_with(proof) ? std::string(written) : std::string(proof) + std::string(written);
    auto const place = fmt::format("{}.attributes.{}", position, written);
    auto const index = fact_index(path);
    if (!index)
      return invalid_params(place, fmt::format("没有证据属性“{}”", written),
                            fmt::format("evidence has no attribute \"{}\"", written));
    auto const value = fact_from_json(fact_schema()[*index].type, member.value(), place);
    if (!value) return value.error();
    if (auto const* text = std::get_if<std::string>(&*value); text && code_points(*text) > attribute_characters_max)
      return invalid_params(place, fmt::format("属性最多 {} 字", attribute_characters_max),
                            fmt::format("an attribute has at most {} characters", attribute_characters_max));
    item.attributes[path] = to_json(*value);
  }
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
  if (auto const named = text_of(json, "case_id"); !named.empty() && named != case_id)
    return invalid_params(position + ".case_id", "是另一个案件", "is another case");
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
  if (auto const said = take_attributes(item, json, position); !said) return said.error();
  item.name = text_of(json, "name");
  if (auto const* source = json.if_contains("derived_from")) {
    item.derived_from = text_of(source->as_object(), "id");
    item.derived_how = text_of(source->as_object(), "how");
  }
  if (auto const* quotes = json.if_contains("quotes")) item.quotes = quotes->as_array();
  return item;
}

Result<void> settle_source(Evidence& item, std::string const& position, std::span<Evidence const> present) {
  if (item.derived_from.empty()) return {};
  auto const source = std::ranges::find(present, item.derived_from, &Evidence::id);
  if (source == present.end())
    return Fault{
        FaultKind::not_found, {"本案没有这项原件", "this case has no such original"}, position + ".derived_from.id"};
  if (source->sha256 == item.sha256)
    return invalid_params(position + ".derived_from", "与原件字节相同，不是副本",
                          "its bytes are those of the original: it is no copy");
  if (!item.captured_at) item.captured_at = source->captured_at;
  return {};
}

Result<void> check_quotes(Evidence const& item, std::string const& position, std::size_t lines) {
  for (std::size_t i = 0; i < item.quotes.size(); ++i) {
    auto const first = item.quotes[i].at("first").to_number<std::int64_t>();
    auto const last = item.quotes[i].at("last").to_number<std::int64_t>();
    if (first >= 1 && first <= last && last <= static_cast<std::int64_t>(lines)) continue;
    return invalid_params(fmt::format("{}.quotes[{}]", position, i),
                          fmt::format("引用的行 {}–{} 不在聊天记录内（共 {} 行）", first, last, lines),
                          fmt::format("lines {} to {} are not in the conversation, which has {}", first, last, lines));
  }
  return {};
}

}  // namespace redress::api
