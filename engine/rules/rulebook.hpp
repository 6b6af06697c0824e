// A rulebook: the policy in force for the shops of one platform, as data.
//
// Written in YAML, loaded by workflows/rulebook_loader, immutable afterwards and shared freely between threads. Every
// item carries its citation, its confidence and the dates between which it holds. Dates are Beijing days: `from` is the
// first moment it holds, `until` the first moment it no longer does.
#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/says.hpp"
#include "engine/cases/party.hpp"
#include "engine/cel/program.hpp"
#include "engine/ledger/rulebook_text.hpp"
#include "engine/rules/book_index.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace redress::rules {

class Calendar;
using CalendarPointer = std::shared_ptr<Calendar const>;

/// How sure we are of an item (platform rules, section 0). `design` is Redress's own rule, not a platform's figure.
/// Only high and design items may refuse an event or let automation act; low and unverified ones never set a timer.
enum class Confidence { high, medium, low, unverified, design };

/// The first four restrict: the rule fails unless `require` holds, and without a `require` whenever `when` holds.
/// The last two permit: the rule holds where `when` and `require` both do. See judge() in consult.hpp.
enum class RuleEffect {
  block,             // the event is refused unless `require` holds
  require_evidence,  // the same, and what is missing is evidence
  route,             // refused unless a manager applies the event
  warn,              // never refuses; the agent is told
  advance,           // holds: automation applies the event `advances`; and only then may automation apply it
  calculate,         // never refuses; says what is owed
};

enum class VersionSelector { at_decision_time, at_conduct_time };

struct Citation {
  std::string text;    // "淘宝平台争议处理规则 art. 27"
  std::string source;  // tag of the reference's section 10, e.g. "S1"
};

struct Span {
  std::optional<Instant> from = {};   // empty: always has held
  std::optional<Instant> until = {};  // empty: still holds
  bool holds_at(Instant at) const { return (!from || *from <= at) && (!until || at < *until); }
  bool overlaps(Span const& other) const {
    return (!from || !other.until || *from < *other.until) && (!other.from || !until || *other.from < *until);
  }
};

/// That a rule's refusal may be passed with a reason, and by whom; a second person is never the one who asked.
struct OverrideTerms {
  Role by = Role::manager;                 // a manager may whatever an agent or a service may
  std::optional<Role> second_person = {};  // who must confirm; empty: nobody
  int expires_hours = 24;                  // how long a proposal waits for its second person

  bool operator==(OverrideTerms const&) const = default;
};

struct Rule {
  std::string id;       // TB-RU-005
  std::string version;  // the book's version it came with
  Citation cites;
  Confidence confidence;
  RuleEffect effect;
  std::vector<std::string> on;       // "refund.refuse", "*.agree_refund"
  std::optional<cel::Program> when;  // scope; empty: every such event
  std::optional<cel::Program> require;
  Span span;
  Says says;                      // why it refuses or warns; {path} stands for a fact's value
  std::string advances = {};      // for `advance`: the event automation may apply
  std::string compensation = {};  // for `calculate`: breach whose compensation is owed, may be empty
  std::vector<std::pair<std::string, std::string>> params = {};  // for `advance`: what the event is applied with
  std::string automation = {};  // for `advance`: who applies the event; empty: named after the event
  std::optional<OverrideTerms> override_terms = {};  // empty: its refusal cannot be passed
  CalendarPointer calendar = {};                     // where its conditions count working days
};

struct Deadline {
  std::string id;    // D-04c
  std::string slot;  // "refund.seller_answer"
  Citation cites;
  Confidence confidence;
  std::optional<cel::Program> when;
  cel::Program due;  // a timestamp
  Span span;
  Says says;                      // what the deadline is
  CalendarPointer calendar = {};  // where its conditions count working days
};

struct Compensation {
  std::string id;  // C-05
  std::string breach;
  Citation cites;
  Confidence confidence;
  std::optional<cel::Program> when;
  std::int64_t per_mille = 0;  // of the goods' paid amount
  std::int64_t min_minor = 0;
  std::int64_t max_minor = 0;  // 0: no upper limit
  Span span;
  Says says;
  CalendarPointer calendar = {};  // where its conditions count working days
};

/// What proof a claim or an event asks for: every group must be met by one of its kinds (platform rules, 4.1 and 4.3).
struct EvidenceNeed {
  std::string id;
  Citation cites;
  Confidence confidence;
  std::vector<std::string> on;                   // events; empty: the case as a whole
  std::optional<cel::Program> when;              // scope, e.g. claim.reason == 'quality'
  std::string borne_by;                          // seller or buyer
  std::vector<std::vector<std::string>> any_of;  // [[E-TRACE], [E-SIGN, E-SEAL]]
  Says says;
  CalendarPointer calendar = {};  // where its conditions count working days
};

/// Something about a case that asks for care: it raises a score, may ask for more proof or for a person, and never
/// refuses anything by itself (platform rules, section 5; the weights are our own).
struct RiskSignal {
  std::string id;
  Citation cites;
  Confidence confidence;
  cel::Program when;                               // it is there if this is known to hold
  std::int64_t weight = 0;                         // 0 to 100
  std::vector<std::vector<std::string>> asks_for;  // kinds of evidence, as in EvidenceNeed::any_of
  bool wants_person = false;                       // somebody is to look before money moves
  Span span;
  Says says;
  CalendarPointer calendar = {};  // where its conditions count working days
};

/// That whoever owes a move is told of it some time before its deadline.
struct Reminder {
  std::string id;
  Citation cites;
  Confidence confidence;
  std::vector<std::string> slots;  // patterns: "refund.seller_answer", "dispute.*", "*"
  int minutes_before = 0;          // of working time where `working` says so and the shop has shifts
  bool working = false;
  Span span;
  Says says;
};

/// How much work a remaining step is: an event to apply, or a kind of evidence to get.
struct Effort {
  std::string id;
  Citation cites;
  Confidence confidence;
  std::string event = {};     // pattern: "refund.refuse", "*.refuse", "*"; empty: it is about evidence
  std::string evidence = {};  // kind, or "*"
  int minutes = 0;
  Span span;
  Says says;
};

/// A word list that texts are matched against, so that rules never read the texts themselves.
struct Vocabulary {
  std::string name;
  std::vector<std::string> terms;
};

struct Rulebook {
  std::string id;        // taobao, tmall, generic
  std::string platform;  // empty: any platform without a book of its own
  std::string version;
  std::string digest;  // SHA-256 of the book's source texts, lower-case hex (engine/ledger/rulebook_text.hpp)
  std::vector<ledger::RulebookText> texts = {};  // the book's own first, then what it includes; receipts carry them
  Says title;
  VersionSelector version_selector = VersionSelector::at_decision_time;
  std::vector<Rule> rules = {};
  std::vector<Deadline> deadlines = {};
  std::vector<Compensation> compensations = {};
  std::vector<EvidenceNeed> evidence_needs = {};
  std::vector<RiskSignal> risks = {};
  std::vector<Vocabulary> vocabularies = {};
  std::string shop = {};                      // of a shop's layered book: whose it is
  std::string extends = {};                   // of a shop's layered book: id of the platform's book below it
  std::vector<Deadline> shop_deadlines = {};  // targets of the shop: shown, never a timer
  CalendarPointer calendar = {};              // of a shop's layered book with the shop's own hours; may be none
  std::vector<Reminder> reminders = {};       // of a shop's layered book: the shop's in place of the platform's
  std::vector<Effort> efforts = {};           // the first that speaks of a step counts
  BookIndex index = {};  // made by the loader from the lists above; a book without it is searched in full
};

std::string_view name_of(Confidence confidence);
std::string_view name_of(RuleEffect effect);
std::string_view name_of(VersionSelector selector);
std::optional<Confidence> confidence_from(std::string_view name);
std::optional<RuleEffect> rule_effect_from(std::string_view name);
std::optional<VersionSelector> version_selector_from(std::string_view name);

/// High and design: sure enough to refuse an event or to let automation act.
bool may_decide(Confidence confidence);

/// All but low and unverified: sure enough to set a timer.
bool may_set_timer(Confidence confidence);

/// advance and calculate.
bool permits(RuleEffect effect);

/// Who applies the event an `advance` rule allows: "instant-refund".
std::string automation_of(Rule const& rule);

/// Whether a role may do what is for `by`: the role itself, and a manager what an agent or a service may.
bool role_may(Role role, Role by);

/// Whether a pattern of `on` covers an event: "refund.refuse", "*.refuse", "refund.*".
bool covers(std::string_view pattern, std::string_view kind, std::string_view event);

}  // namespace redress::rules
