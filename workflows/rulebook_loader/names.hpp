// The names a rulebook may use that are not its own: events and deadline slots of the workflows.
//
// Given by the caller, so that the loader does not know the workflow tables.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace redress {
class Workflow;
}

namespace redress::rules {

struct Names {
  std::set<std::string, std::less<>> events;  // "refund.ship_goods"
  std::set<std::string, std::less<>> slots;   // "refund.seller_answer", "dispute.evidence"; window.* are always known
  std::set<std::string, std::less<>> buyer_events = {};  // those of `events` that are the buyer's move
  std::map<std::string, std::vector<std::string>, std::less<>> states_with = {};  // event -> states with a row for it
  std::set<std::string, std::less<>> sellers_events = {};  // those of `events` that are the seller's moves
  struct Params {
    std::set<std::string, std::less<>> texts = {};     // those that are plain texts, which a rulebook can give
    std::set<std::string, std::less<>> required = {};  // those the event cannot do without
  };
  std::map<std::string, Params, std::less<>> params = {};  // of those of `events` that have any
  std::set<std::string, std::less<>> sellers_slots = {};   // those of `slots` that only the seller owes
};

/// Every event of these workflows, and two that no table has: the rules of `evidence_added` judge a piece of evidence,
/// those of `evidence_staged` whether it may be handed to the platform. And every slot one of their states waits on.
Names names_of(std::span<Workflow const* const> workflows);

}  // namespace redress::rules
