#include "api/service/case_search.hpp"

#include "api/service/actor_names.hpp"
#include "api/service/shop_asked.hpp"
#include "api/worklist/listed_case.hpp"
#include "engine/cases/users.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace redress::api {
namespace {

using boost::json::array;
using boost::json::object;

constexpr int listed_default = 8;
constexpr std::string_view id_mark = "case_";
constexpr std::size_t ulid_chars = 26;
constexpr std::size_t number_chars_min = 4;  // fewer are a word, and no number of anything

std::string without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::string in_capitals(std::string_view text) {
  std::string capitals;
  for (unsigned char const c : text) capitals.push_back(static_cast<char>(std::toupper(c)));
  return capitals;
}

// The case id a text can mean: with its prefix or without, however it is written; "" none.
std::string case_id_in(std::string_view text) {
  auto const given = in_capitals(text);
  auto const mark = in_capitals(id_mark);
  auto const bare = given.starts_with(mark) ? given.substr(mark.size()) : given;
  return bare.size() == ulid_chars ? fmt::format("{}{}", id_mark, bare) : std::string{};
}

bool looks_like_a_number(std::string_view text) {
  return text.size() >= number_chars_min && text.find(' ') == std::string_view::npos &&
         std::ranges::any_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

class Search {
 public:
  Search(StoreReader& store, RulebooksInForce const& books, Instant now, DeskCall const& call, std::string text)
      : store_(store), books_(books), now_(now), actor_(call.actor), names_(store), text_(std::move(text)) {
    shop_ = shop_asked(call);
    auto const* limit = call.params.if_contains("limit");
    limit_ = limit ? limit->to_number<int>() : listed_default;
  }

  array run(MarkOfWaybill const& mark) && {
    if (auto const id = case_id_in(text_); !id.empty()) add_case(id, "case_id");
    if (looks_like_a_number(text_)) {
      add_order(text_, "order_id");
      add_refund();
      if (mark) add_waybill(mark(text_));
    }
    CaseFilter words = of_shop();
    words.text = text_;
    for (auto const& found : store_.list_cases(words).cases) add(found, "words");
    return std::move(cases_);
  }

 private:
  bool is_full() const { return std::ssize(cases_) >= limit_; }

  CaseFilter of_shop() const {
    CaseFilter filter{.limit = limit_};
    if (!shop_.empty()) filter.shop = shop_;
    return filter;
  }

  void add(Case const& found, std::string_view by) {
    if (is_full() || !may_see(actor_, found.shop) || (!shop_.empty() && found.shop != shop_)) return;
    if (!seen_.insert(found.id).second) return;
    auto view = listed_view(store_, books_, found, now_, names_);
    if (!view) return;
    view->emplace("found_by", by);
    cases_.push_back(std::move(*view));
  }

  void add_case(std::string const& id, std::string_view by) {
    if (auto const found = store_.find_case(id)) add(*found, by);
  }

  void add_order(std::string const& order_id, std::string_view by) {
    auto filter = of_shop();
    filter.order_id = order_id;
    for (auto const& found : store_.list_cases(filter).cases) add(found, by);
  }

  // A parcel's mark is kept per shop.
  void add_waybill(std::string const& mark) {
    if (shop_.empty()) return;
    if (auto const use = store_.find_waybill(shop_, mark)) add_order(use->order_id, "waybill");
  }

  // A refund's number stands in the request id its import opened the case with, so whoever may have imported it is
  // asked for: one look-up each.
  void add_refund() {
    auto const request_id = fmt::format("top-{}-open", text_);
    auto const ask = [&](std::string const& actor_id) {
      auto const answer = store_.find_answer(actor_id, request_id);
      if (!answer) return;
      boost::system::error_code failed;
      auto const json = boost::json::parse(answer->text, failed);
      auto const* id = failed ? nullptr : json.find_pointer("/result/case/id", failed);
      if (id && id->is_string()) add_case(std::string(id->get_string()), "refund_id");
    };
    for (auto const& token : store_.tokens())
      if (token.role == Role::service || token.role == Role::manager)
        ask(token.role == Role::service ? token.id : std::string(import_mark) + token.id);
    if (auto* const users = users_of(store_))
      for (auto const& user : users->users())
        if (user.role == Role::service || user.role == Role::manager)
          ask(user.role == Role::service ? user.id : std::string(import_mark) + user.id);
  }

  StoreReader& store_;
  RulebooksInForce const& books_;
  Instant const now_;
  Actor const& actor_;
  ActorNames names_;
  std::string const text_;
  std::string shop_;
  int limit_ = listed_default;
  std::set<std::string, std::less<>> seen_;
  array cases_;
};

}  // namespace

AnswerText search_cases(Store& store, RulebooksInForce const& books, Clock const& clock, MarkOfWaybill const& mark,
                        DeskCall const& call) {
  auto text = without_blanks(text_of(call.params, "text"));
  if (text.empty())
    return fault_text(invalid_params("params.text", "没有可检索的字词", "has no word in it to look for"));
  array cases;
  auto const now = clock.now();
  store.read([&](StoreReader& reader) { cases = Search{reader, books, now, call, std::move(text)}.run(mark); });
  return result_text({{"cases", std::move(cases)}, {"server_time", format_rfc3339(now)}});
}

}  // namespace redress::api
