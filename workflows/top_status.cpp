#include "workflows/top_status.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace redress::workflows {
namespace {

constexpr std::string_view refund_kind = "refund";
constexpr std::string_view exchange_kind = "exchange";

struct Meaning {
  std::string_view raw;
  int code;                       // 0: none
  std::string_view refund_state;  // "": means nothing there
  std::string_view exchange_state;
};

// clang-format off
// Where several spellings mean one state, the first is the one shown.
constexpr std::array meanings{
    Meaning{"NO_REFUND",                                    0, "NONE",                               ""},
    Meaning{"WAIT_SELLER_AGREE",                            1, "WAIT_SELLER_AGREE",                  "EXCHANGE_REQUESTED"},
    Meaning{"WAIT_BUYER_RETURN_GOODS",                      2, "WAIT_BUYER_RETURN_GOODS",            "EXCHANGE_WAIT_BUYER_RETURN"},
    Meaning{"WAIT_SELLER_CONFIRM_GOODS",                    3, "WAIT_SELLER_CONFIRM_GOODS",          "EXCHANGE_RETURN_SHIPPED"},
    Meaning{"CLOSED",                                       4, "CLOSED",                             "CLOSED"},
    Meaning{"SUCCESS",                                      5, "SUCCESS",                            "SUCCESS"},
    Meaning{"SELLER_REFUSE_BUYER",                          6, "SELLER_REFUSE_BUYER",                "EXCHANGE_WAIT_BUYER_MODIFY"},
    Meaning{"WAIT_SELLER_CONFIRM_RETURN_ADDRESS",           8, "WAIT_SELLER_CONFIRM_RETURN_ADDRESS", ""},
    Meaning{"WAIT_SELLER_CONSIGN_GOOGDS",                  12, "",                                   "EXCHANGE_WAIT_SELLER_SEND"},
    Meaning{"WAIT_SELLER_CONSIGN_GOODS",                   12, "",                                   "EXCHANGE_WAIT_SELLER_SEND"},
    Meaning{"EXCHANGE_WAIT_BUYER_CONFIRM_GOODS",           13, "",                                   "EXCHANGE_WAIT_BUYER_RECEIVE"},
    Meaning{"WAIT_BUYER_CONFIRM_EXCHANGE_SELLER_SEND_GOODS", 13, "",                                 "EXCHANGE_WAIT_BUYER_RECEIVE"},
    Meaning{"WAIT_BUYER_CONFIRM_REDO_SEND_GOODS",           7, "",                                   "EXCHANGE_WAIT_BUYER_RECEIVE"},
    Meaning{"EXCHANGE_TRANSFORM_TO_REFUND",                14, "",                                   "EXCHANGE_TRANSFORM_TO_REFUND"},
    // A claim for postage that is not active yet: no case of ours stands there.
    Meaning{"POST_FEE_DISPUTE_WAIT_ACTIVATE",               0, "",                                   ""},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> dispute_types{{
    {"REFUND", refund_kind}, {"REFUND_AND_RETURN", refund_kind},
    {"TMALL_EXCHANGE", exchange_kind}, {"TAOBAO_EXCHANGE", exchange_kind}, {"REPAIR", exchange_kind}, {"RESHIPPING", exchange_kind},
}};

struct Neutral {
  std::string_view state;
  NeutralState neutral;
};

using enum NeutralState;

// A state has one meaning in every workflow that has it. What is agreed but not yet paid is still a request; so is
// whatever a delay or a review asks of the seller.
constexpr std::array neutrals{
    Neutral{"NONE",                               unknown},
    Neutral{"WAIT_SELLER_AGREE",                  requested},
    Neutral{"WAIT_BUYER_ANSWER",                  requested},
    Neutral{"WAIT_INTERCEPT",                     requested},
    Neutral{"SELLER_REFUSE_BUYER",                seller_refused},
    Neutral{"WAIT_SELLER_CONFIRM_RETURN_ADDRESS", await_return},
    Neutral{"WAIT_BUYER_RETURN_GOODS",            await_return},
    Neutral{"WAIT_SELLER_CONFIRM_GOODS",          return_in_transit},
    Neutral{"REFUND_PAYING",                      requested},
    Neutral{"PAYOUT_FAILED",                      requested},

    Neutral{"EXCHANGE_REQUESTED",                 requested},
    Neutral{"EXCHANGE_WAIT_BUYER_MODIFY",         seller_refused},
    Neutral{"EXCHANGE_WAIT_BUYER_RETURN",         await_return},
    Neutral{"EXCHANGE_RETURN_SHIPPED",            return_in_transit},
    Neutral{"EXCHANGE_WAIT_PRICE_DIFFERENCE",     await_replacement},
    Neutral{"EXCHANGE_WAIT_SELLER_SEND",          await_replacement},
    Neutral{"EXCHANGE_SEND_LATE",                 await_replacement},
    Neutral{"REPAIR_IN_PROGRESS",                 await_replacement},
    Neutral{"EXCHANGE_WAIT_BUYER_RECEIVE",        replacement_in_transit},
    Neutral{"EXCHANGE_TRANSFORM_TO_REFUND",       closed},

    Neutral{"WAIT_DISPATCH",                      requested},
    Neutral{"LATE",                               requested},
    Neutral{"OUT_OF_STOCK",                       requested},
    Neutral{"NOTIFIED",                           requested},
    Neutral{"SUBSTITUTE_AGREED",                  requested},
    Neutral{"WAIT_AGREED",                        requested},
    Neutral{"PICKED_UP",                          requested},
    Neutral{"MOVING",                             requested},
    Neutral{"STALLED",                            requested},
    Neutral{"LOST",                               requested},
    Neutral{"RETURNED",                           requested},
    Neutral{"SIGNED",                             requested},
    Neutral{"REFUND_OPENED",                      requested},
    Neutral{"COMPENSATION_DUE",                   requested},
    Neutral{"COMPENSATION_PAYING",                requested},

    Neutral{"POSTED",                             requested},
    Neutral{"TRIAGE",                             requested},
    Neutral{"EXPLAINED",                          requested},
    Neutral{"SERVICE_RECOVERY",                   requested},
    Neutral{"REPORTED",                           platform_review},
    Neutral{"REPORT_REJECTED",                    requested},
    Neutral{"REPORT_APPEALED",                    platform_review},
    Neutral{"BUYER_EDITED",                       requested},
    Neutral{"REMOVED",                            requested},
    Neutral{"KEPT",                               requested},

    Neutral{"DISPUTE_REQUESTED",                  platform_review},
    Neutral{"DISPUTE_EVIDENCE",                   platform_review},
    Neutral{"DISPUTE_REVIEW",                     platform_review},
    Neutral{"DISPUTE_JURY",                       platform_review},
    Neutral{"DISPUTE_SUSPENDED",                  platform_review},
    Neutral{"DISPUTE_DECIDED",                    platform_review},
    Neutral{"APPEAL",                             platform_review},
    Neutral{"COURT",                              platform_review},

    Neutral{"SUCCESS",                            succeeded},
    Neutral{"CLOSED",                             closed},
};

constexpr std::array<std::string_view, 10> neutral_names{
    "REQUESTED", "SELLER_REFUSED", "AWAIT_RETURN", "RETURN_IN_TRANSIT", "AWAIT_REPLACEMENT",
    "REPLACEMENT_IN_TRANSIT", "PLATFORM_REVIEW", "SUCCEEDED", "CLOSED", "UNKNOWN"};
// clang-format on

std::string_view state_in(std::string_view kind, Meaning const& meaning) {
  if (kind == refund_kind) return meaning.refund_state;
  if (kind == exchange_kind) return meaning.exchange_state;
  return {};
}

std::optional<std::string_view> unless_empty(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

// The number a text is as a whole, or 0, which is no dispute code.
int code_in(std::string_view text) {
  int code = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), code);
  return fault == std::errc{} && end == text.data() + text.size() ? code : 0;
}

Meaning const* find_meaning(std::string_view raw) {
  auto const code = code_in(raw);
  auto const at = std::ranges::find_if(
      meanings, [&](Meaning const& each) { return each.raw == raw || (code && each.code == code); });
  return at == meanings.end() ? nullptr : &*at;
}

}  // namespace

std::optional<std::string_view> kind_from_dispute_type(std::string_view dispute_type) {
  for (auto const& [type, kind] : dispute_types)
    if (type == dispute_type) return kind;
  return std::nullopt;
}

std::optional<std::string_view> state_from_top(std::string_view kind, std::string_view raw) {
  auto const* meaning = find_meaning(raw);
  return meaning ? unless_empty(state_in(kind, *meaning)) : std::nullopt;
}

std::optional<std::string_view> top_from_state(std::string_view kind, std::string_view state) {
  auto const at = std::ranges::find_if(
      meanings, [&](Meaning const& each) { return !state.empty() && state_in(kind, each) == state; });
  return at == meanings.end() ? std::nullopt : std::optional{at->raw};
}

std::optional<int> dispute_code_of(std::string_view raw) {
  auto const at = std::ranges::find(meanings, raw, &Meaning::raw);
  return at == meanings.end() || at->code == 0 ? std::nullopt : std::optional{at->code};
}

bool is_documented_top_status(std::string_view raw) {
  return std::ranges::find(meanings, raw, &Meaning::raw) != meanings.end();
}

std::string_view name_of(NeutralState neutral) { return neutral_names[static_cast<std::size_t>(neutral)]; }

NeutralState neutral_state_of(std::string_view state) {
  auto const at = std::ranges::find(neutrals, state, &Neutral::state);
  return at == neutrals.end() ? NeutralState::unknown : at->neutral;
}

}  // namespace redress::workflows
