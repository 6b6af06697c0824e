#include "engine/ledger/entry_form.hpp"

#include "engine/base/instant.hpp"
#include "engine/ledger/canonical_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace redress::ledger {
namespace {

namespace json = boost::json;

std::string_view text_of(json::value const& value) {
  auto const* text = value.if_string();
  return text ? std::string_view{text->data(), text->size()} : std::string_view{};
}

bool is_hex(std::string_view text, std::size_t digits) {
  return text.size() == digits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_text(json::value const& value) { return value.is_string(); }
bool is_name(json::value const& value) { return !text_of(value).empty(); }
bool is_flag(json::value const& value) { return value.is_bool(); }
bool is_object(json::value const& value) { return value.is_object(); }
bool is_array(json::value const& value) { return value.is_array(); }
bool is_digest(json::value const& value) { return is_hex(text_of(value), 64); }
bool is_nonce(json::value const& value) { return is_hex(text_of(value), 32); }
bool is_link(json::value const& value) { return is_digest(value) || (value.is_string() && text_of(value).empty()); }
bool is_version(json::value const& value) {
  return value.is_int64() && value.get_int64() >= 1 && value.get_int64() <= entry_version;
}

bool is_count(json::value const& value) {
  return value.is_int64() && value.get_int64() >= 0 && value.get_int64() <= largest_safe_integer;
}

bool is_time(json::value const& value) {
  auto const at = parse_rfc3339(text_of(value));
  return at && format_rfc3339(*at) == text_of(value);
}

bool is_entry_id(json::value const& value) {
  constexpr std::string_view prefix = "entry_";
  constexpr std::string_view ulid_letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's base32
  auto const text = text_of(value);
  return text.starts_with(prefix) && text.size() == prefix.size() + 26 &&
         text.find_first_not_of(ulid_letters, prefix.size()) == std::string_view::npos;
}

template <std::size_t n>
bool is_among(json::value const& value, std::string_view const (&names)[n]) {
  return std::ranges::find(names, text_of(value)) != std::end(names);
}

constexpr std::string_view roles[] = {"agent", "manager", "auditor", "service", "admin", "runner"};
constexpr std::string_view parties[] = {"buyer", "seller", "platform", "carrier", "payments", "timer", "nobody"};
constexpr std::string_view office = "office";
constexpr std::string_view kinds[] = {"refund", "exchange", "logistics_delay", "bad_review", office};
constexpr std::string_view outcomes[] = {"accepted", "refused"};
constexpr std::string_view weights[] = {"weak", "inadmissible"};  // admissible is not said
constexpr std::string_view verdicts[] = {"holds", "fails", "unproven"};

bool is_role(json::value const& value) { return is_among(value, roles); }
bool is_party(json::value const& value) { return is_among(value, parties); }
bool is_kind(json::value const& value) { return is_among(value, kinds); }
bool is_outcome(json::value const& value) { return is_among(value, outcomes); }
bool is_weight(json::value const& value) { return is_among(value, weights); }
bool is_verdict(json::value const& value) { return is_among(value, verdicts); }

constexpr Shape text{is_text, "文本", "text"};
constexpr Shape name{is_name, "非空文本", "text that is not empty"};
constexpr Shape flag{is_flag, "true 或 false", "true or false"};
constexpr Shape count{is_count, "0 到 2^53-1 的整数", "an integer from 0 to 2^53-1"};
constexpr Shape time{is_time, "UTC 毫秒时间，如 2026-01-05T02:00:00.000Z",
                     "a UTC time such as 2026-01-05T02:00:00.000Z"};
constexpr Shape digest{is_digest, "64 位小写十六进制", "64 lower-case hex digits"};
constexpr Shape object{is_object, "对象", "an object"};
constexpr Shape array{is_array, "数组", "an array"};

constexpr EntryMember entry_table[] = {
    {"v", {is_version, "1 或 2", "1 or 2"}},
    {"id", {is_entry_id, "entry_ 加 ULID", "entry_ and a ULID"}},
    {"seq", count},
    {"shop", text},
    {"case_id", name},
    {"case_seq", count},
    {"at", time},
    {"actor", name},
    {"role", {is_role, "角色名", "the name of a role"}},
    {"party", {is_party, "参与方", "the name of a party"}},
    {"kind", {is_kind, "案件类型", "a kind of case"}},
    {"workflow_version", count},
    {"platform", text},
    {"event", name},
    {"from", text},
    {"to", text},
    {"outcome", {is_outcome, "accepted 或 refused", "accepted or refused"}},
    {"refusal", object, false},
    {"override", object, false},
    {"request_id", text},
    {"case_version", count},
    {"params", object},
    {"private", object},
    {"facts_set", object},
    {"evidence", array},
    {"recycled", array, false, 2},
    {"sealed", object, false, 2},
    {"rules", array},
    {"rulebook", text},
    {"rulebook_digest", digest},
    {"effects", array},
    {"postings", array, true, 2},
    {"standing", object, true, 2},
    {"due", object, false},
    {"nonce", {is_nonce, "32 位小写十六进制", "32 lower-case hex digits"}},
    {"prev_hash", {is_link, "64 位小写十六进制或空", "64 lower-case hex digits or nothing"}},
};

constexpr EntryMember refusal_table[] = {{"kind", name}, {"code", name}};
constexpr EntryMember evidence_table[] = {
    {"id", name},
    {"kind", name},
    {"sha256", digest, false},
    {"commitment", digest, false},
    {"size", count, true, 2},
    {"mime", text, true, 2},
    {"source", text, true, 2},
    {"helps", name, true, 2},
    {"added_at", time, true, 2},
    {"captured_at", time, false, 2},
    {"weight", {is_weight, "weak 或 inadmissible", "weak or inadmissible"}, false, 2},
    {"derived_from", object, false, 2},
    {"attributes", object, false, 2}};
constexpr EntryMember posting_table[] = {{"kind", name}, {"minor", count, false}, {"lines", array, false}};
constexpr EntryMember posting_line_table[] = {{"id", name}, {"minor", count}};
constexpr EntryMember standing_table[] = {{"final", flag}, {"opened_at", time}, {"entered_at", time}, {"flags", array}};
constexpr EntryMember says_table[] = {{"zh", text}, {"en", text}};
constexpr EntryMember due_table[] = {{"at", time},        {"owed_by", name}, {"id", name},
                                     {"on_expiry", text}, {"source", text},  {"says", object, false}};
constexpr EntryMember effect_table[] = {{"kind", name}, {"key", name}};
constexpr EntryMember rule_table[] = {
    {"id", name},           {"version", name}, {"verdict", {is_verdict, "结论", "a verdict"}},
    {"applies", flag},      {"cites", text},   {"confidence", name},
    {"facts_read", object}, {"says", object},  {"evidence_read", object, false},
};

Fault broken(std::string position, std::string_view why_zh, std::string_view why_en) {
  return {FaultKind::ledger_broken,
          {fmt::format("记录格式有误：{} {}", position, why_zh), fmt::format("not an entry: {} {}", position, why_en)},
          position};
}

enum class Others { refused, allowed };

Result<void> check_members(json::value const& value, std::span<EntryMember const> table, std::string const& path,
                           int version, Others others = Others::refused) {
  auto const* members = value.if_object();
  if (!members) return broken(path, "应为对象", "should be an object");
  auto const at = [&](std::string_view member) {
    return path.empty() ? std::string(member) : fmt::format("{}.{}", path, member);
  };
  for (auto const& member : table) {
    auto const* found = members->if_contains(member.name);
    if (member.since > version) {
      if (found) return broken(at(member.name), "不是本版本的成员", "is no member of this version");
      continue;
    }
    if (!found && member.required) return broken(at(member.name), "缺失", "is missing");
    if (found && !member.shape.fits(*found))
      return broken(at(member.name), fmt::format("应为{}", member.shape.zh),
                    fmt::format("should be {}", member.shape.en));
  }
  if (others == Others::allowed) return {};
  for (auto const& member : *members) {
    std::string_view const key{member.key().data(), member.key().size()};
    if (std::ranges::find(table, key, &EntryMember::name) == table.end())
      return broken(at(key), "不是本版本的成员", "is no member of this version");
  }
  return {};
}

Result<void> check_each(json::array const& items, std::span<EntryMember const> table, std::string_view path,
                        int version, Others others) {
  std::size_t i = 0;
  for (auto const& item : items)
    if (auto const good = check_members(item, table, fmt::format("{}[{}]", path, i++), version, others); !good)
      return good;
  return {};
}

Result<void> check_due(json::value const& due, int version) {
  if (auto const good = check_members(due, due_table, "due", version); !good) return good;
  auto const* says = due.get_object().if_contains("says");
  return says ? check_members(*says, says_table, "due.says", version) : Result<void>{};
}

Result<void> check_postings(json::array const& postings, int version) {
  if (auto const good = check_each(postings, posting_table, "postings", version, Others::refused); !good) return good;
  std::size_t i = 0;
  for (auto const& posting : postings) {
    auto const path = fmt::format("postings[{}].lines", i++);
    if (auto const* lines = posting.get_object().if_contains("lines"))
      if (auto const good = check_each(lines->get_array(), posting_line_table, path, version, Others::refused); !good)
        return good;
  }
  return {};
}

Result<void> check_standing(json::value const& standing, int version) {
  if (auto const good = check_members(standing, standing_table, "standing", version); !good) return good;
  std::size_t i = 0;
  for (auto const& each : standing.get_object().at("flags").get_array()) {
    if (!is_name(each)) return broken(fmt::format("standing.flags[{}]", i), "应为非空文本", "should be text");
    ++i;
  }
  return {};
}

// What an entry about no case leaves empty, and one about a case never does.
Result<void> check_office(json::object const& members) {
  bool const of_office = text_of(members.at("kind")) == office;
  for (auto const* member : {"platform", "rulebook"})
    if (text_of(members.at(member)).empty() != of_office)
      return broken(member, "只有事务记录可以而且必须为空", "is empty for an office entry and only there");
  if ((text_of(members.at("party")) == "nobody") != of_office)
    return broken("party", "只有事务记录是 nobody", "is nobody for an office entry and only there");
  auto const shop = text_of(members.at("shop"));
  if (!of_office) return shop.empty() ? broken("shop", "不可为空", "should not be empty") : Result<void>{};
  if (text_of(members.at("case_id")) != (shop.empty() ? std::string(office) : fmt::format("{}_{}", office, shop)))
    return broken("case_id", "不是该店铺的事务", "is not the office of the shop");
  for (auto const* member : {"from", "to"})
    if (!text_of(members.at(member)).empty()) return broken(member, "事务没有状态", "an office has no state");
  for (auto const* member : {"rules", "effects", "evidence"})
    if (!members.at(member).get_array().empty())
      return broken(member, "事务记录没有此项内容", "is empty in an office entry");
  for (auto const* member : {"due", "override", "refusal"})
    if (members.contains(member)) return broken(member, "事务记录没有此项内容", "does not belong in an office entry");
  return {};
}

}  // namespace

std::span<EntryMember const> entry_members() { return entry_table; }

Result<void> check_entry_form(json::value const& entry) {
  auto const* told = entry.is_object() ? entry.get_object().if_contains("v") : nullptr;
  int const version = told && is_version(*told) ? static_cast<int>(told->get_int64()) : entry_version;
  if (auto const good = check_members(entry, entry_table, "", version); !good) return good;
  auto const& members = entry.get_object();
  auto const list = [&](std::string_view member) -> json::array const& { return members.at(member).get_array(); };
  if (auto const* refusal = members.if_contains("refusal"))
    if (auto const good = check_members(*refusal, refusal_table, "refusal", version); !good) return good;
  if (auto const* due = members.if_contains("due"))
    if (auto const good = check_due(*due, version); !good) return good;
  if (auto const good = check_each(list("effects"), effect_table, "effects", version, Others::allowed); !good)
    return good;
  if (members.contains("recycled"))
    for (auto const& use : list("recycled"))
      if (!use.is_object()) return broken("recycled", "应为对象的数组", "should be an array of objects");
  if (auto const good = check_each(list("evidence"), evidence_table, "evidence", version, Others::refused); !good)
    return good;
  if (auto const good = check_each(list("rules"), rule_table, "rules", version, Others::refused); !good) return good;
  if (version >= 2) {
    if (auto const good = check_postings(list("postings"), version); !good) return good;
    if (auto const good = check_standing(members.at("standing"), version); !good) return good;
  }
  std::size_t i = 0;
  for (auto const& rule : list("rules"))
    if (auto const good = check_members(rule.at("says"), says_table, fmt::format("rules[{}].says", i++), version);
        !good)
      return good;
  i = 0;
  for (auto const& item : members.at("evidence").get_array()) {
    if (item.get_object().contains("sha256") == item.get_object().contains("commitment"))
      return broken(fmt::format("evidence[{}]", i), "应有 sha256 或 commitment 之一",
                    "should have either sha256 or commitment");
    ++i;
  }
  for (auto const& hidden : members.at("private").get_object())
    if (!is_digest(hidden.value()))
      return broken(fmt::format("private.{}", std::string_view(hidden.key().data(), hidden.key().size())), "应为承诺值",
                    "should be a commitment");
  if ((members.at("case_seq").get_int64() == 0) != text_of(members.at("prev_hash")).empty())
    return broken("prev_hash", "只有案件的第一条记录可以为空", "is empty for a case's first entry and only there");
  bool const refused = text_of(members.at("outcome")) == "refused";
  if (refused != members.contains("refusal"))
    return broken("refusal", "与 outcome 不符", "does not go with the outcome");
  if (refused && members.at("from") != members.at("to"))
    return broken("to", "被拒绝的尝试不改变状态", "is another state although the attempt was refused");
  return check_office(members);
}

}  // namespace redress::ledger
