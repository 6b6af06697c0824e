#include "engine/ledger/receipt.hpp"

#include "engine/base/strict_json.hpp"
#include "engine/ledger/canonical_json.hpp"
#include "engine/ledger/canonical_text.hpp"
#include "engine/ledger/receipt_check.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

namespace json = boost::json;

constexpr std::string_view format_name = "redress-receipt/1";

// Rulebooks travel whole, so their texts are longer than anything an RPC call may hold.
constexpr JsonLimits receipt_limits{.string_bytes = 4 << 20};

// Takes members off one object of a receipt; the first that is missing or misshapen is the Fault, the rest is ignored.
class Members {
 public:
  Members(json::value const& value, std::string path) : object_(value.if_object()), path_(std::move(path)) {
    if (!object_) refuse("", "应为对象", "should be an object");
  }

  std::string text(std::string_view name) {
    auto const* value = find(name);
    if (value && value->is_string()) return std::string(value->get_string());
    refuse(name, "应为文本", "should be text");
    return {};
  }
  std::uint64_t count(std::string_view name) {
    auto const* value = find(name);
    if (value && value->is_int64() && value->get_int64() >= 0 && value->get_int64() <= largest_safe_integer)
      return static_cast<std::uint64_t>(value->get_int64());
    refuse(name, "应为 0 到 2^53-1 的整数", "should be an integer from 0 to 2^53-1");
    return 0;
  }
  json::array const& array(std::string_view name) {
    static json::array const none;
    auto const* value = find(name);
    if (value && value->is_array()) return value->get_array();
    refuse(name, "应为数组", "should be an array");
    return none;
  }
  bool has(std::string_view name) const { return object_ && object_->contains(name); }
  Proof hashes(std::string_view name) {
    Proof proof;
    for (auto const& hash : array(name)) {
      auto const digest =
          hash.is_string() ? digest_from_base64(std::string_view(hash.get_string())) : Result<Digest>{Fault{}};
      if (!digest)
        refuse(fmt::format("{}[{}]", name, proof.size()), "不是 32 字节的 base64", "is not 32 bytes of base64");
      proof.push_back(digest.has_value() ? *digest : Digest{});
    }
    return proof;
  }
  /// Of a member that may be missing.
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> all;
    if (!has(name)) return all;
    for (auto const& item : array(name)) {
      if (!item.is_string()) refuse(fmt::format("{}[{}]", name, all.size()), "应为文本", "should be text");
      all.emplace_back(item.is_string() ? std::string_view(item.get_string()) : std::string_view{});
    }
    return all;
  }
  std::string optional_text(std::string_view name) { return has(name) ? text(name) : std::string{}; }
  json::value const& value(std::string_view name) {
    static json::value const none;
    auto const* found = find(name);
    return found ? *found : none;
  }
  void refuse(std::string_view name, std::string_view zh, std::string_view en) {
    if (fault_) return;
    auto const position = name.empty() ? path_ : path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
    fault_ = Fault{FaultKind::parse_error,
                   {fmt::format("不是回执：{} {}", position, zh), fmt::format("not a receipt: {} {}", position, en)},
                   position};
  }
  /// To be called last: what was not taken does not belong here.
  std::optional<Fault> finish() {
    if (object_ && !fault_)
      for (auto const& member : *object_) {
        std::string_view const name{member.key().data(), member.key().size()};
        if (std::ranges::find(taken_, name) == taken_.end()) refuse(name, "不属于回执", "does not belong in a receipt");
      }
    return fault_;
  }

 private:
  json::value const* find(std::string_view name) {
    taken_.push_back(name);
    return object_ ? object_->if_contains(name) : nullptr;
  }

  json::object const* object_;
  std::string path_;
  std::vector<std::string_view> taken_;
  std::optional<Fault> fault_;
};

std::optional<Fault> read_texts(json::array const& texts, std::vector<RulebookText>& into) {
  for (auto const& item : texts) {
    Members members{item, fmt::format("rulebook.texts[{}]", into.size())};
    RulebookText text{members.text("name"), members.text("text")};
    if (!is_sound(text)) members.refuse("", "名称为空或含零字节", "has no name or holds a zero byte");
    if (auto const fault = members.finish()) return fault;
    into.push_back(std::move(text));
  }
  return std::nullopt;
}

std::optional<Fault> read_rulebook(json::value const& value, ReceiptRulebook& into) {
  Members members{value, "rulebook"};
  into.name = members.text("name");
  into.digest = members.text("digest");
  auto const& texts = members.array("texts");
  if (auto const fault = members.finish()) return fault;
  return read_texts(texts, into.texts);
}

std::optional<Fault> read_before(json::value const& value, std::optional<EarlierCheckpoint>& into) {
  Members members{value, "before"};
  into.emplace(EarlierCheckpoint{members.text("checkpoint"), members.hashes("proof")});
  return members.finish();
}

json::array hashes_in_json(Proof const& proof) {
  json::array hashes;
  for (auto const& hash : proof) hashes.emplace_back(base64(hash));
  return hashes;
}

// What not every receipt has stands in it only where it has it.
void add_optional(Receipt const& receipt, json::object& json) {
  if (!receipt.other_keys.empty()) json["keys"] = json::value_from(receipt.other_keys);
  if (!receipt.witnesses.empty()) json["witnesses"] = json::value_from(receipt.witnesses);
  if (!receipt.stamp.empty()) json["stamp"] = base64(as_bytes(receipt.stamp));
  if (receipt.before)
    json["before"] = {{"checkpoint", receipt.before->checkpoint}, {"proof", hashes_in_json(receipt.before->growth)}};
  if (!receipt.digest.empty()) json["digest"] = receipt.digest;
}

}  // namespace

json::object to_json(Receipt const& receipt) {
  json::array texts;
  for (auto const& [name, text] : receipt.rulebook.texts) texts.push_back({{"name", name}, {"text", text}});
  json::object json{
      {"format", format_name},
      {"entry", receipt.entry},
      {"index", receipt.index},
      {"size", receipt.size},
      {"proof", hashes_in_json(receipt.proof)},
      {"checkpoint", receipt.checkpoint},
      {"vkey", receipt.vkey},
      {"rulebook",
       {{"name", receipt.rulebook.name}, {"digest", receipt.rulebook.digest}, {"texts", std::move(texts)}}}};
  add_optional(receipt, json);
  return json;
}

std::string digest_of(Receipt const& receipt) {
  auto rest = to_json(receipt);
  rest.erase("digest");
  auto const bytes = canonical_json(rest);
  return bytes ? hex(sha256(*bytes)) : std::string{};
}

Result<Receipt> parse_receipt(std::string_view text) {
  auto const value = parse_strict_json(text, receipt_limits);
  if (!value) return value.error();
  Members members{*value, ""};
  if (members.text("format") != format_name)
    members.refuse("format", "应为 redress-receipt/1", "should be redress-receipt/1");
  Receipt receipt;
  receipt.entry = members.text("entry");
  receipt.index = members.count("index");
  receipt.size = members.count("size");
  receipt.proof = members.hashes("proof");
  receipt.checkpoint = members.text("checkpoint");
  receipt.vkey = members.text("vkey");
  auto const& rulebook = members.value("rulebook");
  receipt.other_keys = members.texts("keys");
  receipt.witnesses = members.texts("witnesses");
  auto const stamp = from_base64(members.optional_text("stamp"));
  if (!stamp) members.refuse("stamp", "不是规范的 base64", "is no canonical base64");
  if (stamp) receipt.stamp.assign(stamp->begin(), stamp->end());
  receipt.digest = members.optional_text("digest");
  bool const has_before = members.has("before");
  auto const& before = members.value("before");
  if (auto const fault = members.finish()) return *fault;
  if (has_before)
    if (auto const fault = read_before(before, receipt.before)) return *fault;
  if (auto const fault = read_rulebook(rulebook, receipt.rulebook)) return *fault;
  return receipt;
}

Result<Receipt> build_receipt(std::string entry, std::uint64_t index, NodeReader const& nodes, std::string checkpoint,
                              VerifierKey const& key, ReceiptRulebook rulebook, ReceiptDates dates) {
  auto const head = open_checkpoint(checkpoint, key);
  if (!head) return Fault{FaultKind::ledger_broken, head.error().says, head.error().position};
  if (index >= head->size)
    return Fault{FaultKind::ledger_broken,
                 {fmt::format("检查点只有 {} 条记录，不含第 {} 条", head->size, index),
                  fmt::format("the checkpoint has {} entries and not yet the one at {}", head->size, index)}};
  Receipt receipt{.entry = std::move(entry),
                  .index = index,
                  .size = head->size,
                  .proof = inclusion_proof(nodes, index, head->size),
                  .checkpoint = std::move(checkpoint),
                  .vkey = key.text(),
                  .rulebook = std::move(rulebook),
                  .other_keys = std::move(dates.other_keys),
                  .witnesses = std::move(dates.witnesses),
                  .stamp = std::move(dates.stamp)};
  if (dates.before) {
    auto const note = parse_signed_note(*dates.before);
    auto const earlier = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
    if (!earlier) return earlier.error();
    if (earlier->size > head->size)
      return Fault{FaultKind::ledger_broken, {"更早的检查点条数更多", "the earlier checkpoint has more entries"}};
    receipt.before = {std::move(*dates.before),
                      earlier->size == 0 ? Proof{} : consistency_proof(nodes, earlier->size, head->size)};
  }
  auto const report = check_receipt(receipt, key);
  if (auto const* wrong = report.first_wrong()) return Fault{FaultKind::ledger_broken, wrong->says};
  return receipt;
}

}  // namespace redress::ledger
