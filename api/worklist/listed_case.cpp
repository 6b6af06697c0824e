#include "api/worklist/listed_case.hpp"

#include "api/service/case_view.hpp"
#include "api/service/labels.hpp"
#include "api/service/personal_view.hpp"
#include "api/service/worktime_view.hpp"
#include "workflows/catalogue.hpp"

#include <algorithm>
#include <span>

namespace redress::api {
namespace {

using boost::json::object;

// The claim's first line where it names one, else the order's.
std::string title_of(Order const& order, Case const& case_) {
  if (order.lines.empty()) return {};
  auto line = order.lines.begin();
  if (!case_.claim_lines.empty()) {
    auto const named = std::ranges::find(order.lines, case_.claim_lines.front().id, &OrderLine::id);
    if (named != order.lines.end()) line = named;
  }
  return line->title;
}

std::string nick_among(std::span<PersonalText const> texts) {
  for (auto const& text : texts)
    if (text.name == "buyer.nick") return masked(text.name, text.text);
  return {};
}

bool may_show_nick(StoreReader& store, std::string_view case_id) {
  auto const person = person_behind(store, case_id);
  return !person || person->state == PersonState::active;
}

}  // namespace

std::optional<object> listed_view(StoreReader& store, RulebooksInForce const& books, Case const& case_, Instant now,
                                  ActorNames& names) {
  auto const* workflow = workflows::find_workflow(case_.kind);
  if (!workflow) return std::nullopt;
  auto view = case_view(case_, *workflow);
  label_case(view);
  names.add_to(view);
  if (case_.facts.known("claim.amount_minor"))
    view.emplace("amount", to_json(Money{case_.facts.integer("claim.amount_minor"), case_.currency}));
  std::string title, nick;
  // Only who owes the move has work to plan, and all of the case is read only for that.
  if (!case_.final && (!case_.due || case_.due->owed_by == Party::seller)) {
    auto const loaded = load_case(store, books, case_);
    if (!loaded) return std::nullopt;
    auto views = due_views(*loaded, now);
    if (views.due) view["due"] = std::move(*views.due);
    if (views.shop_due) view["shop_due"] = std::move(*views.shop_due);
    title = title_of(loaded->account.order, case_);
    nick = nick_among(loaded->personal);
  } else {
    if (auto const order = store.find_order(case_.shop, case_.platform, case_.order_id))
      title = title_of(*order, case_);
    nick = nick_among(store.personal_of(case_.id));
  }
  if (!title.empty()) view.emplace("title", std::move(title));
  if (!nick.empty() && may_show_nick(store, case_.id)) view.emplace("buyer_nick", std::move(nick));
  return view;
}

}  // namespace redress::api
