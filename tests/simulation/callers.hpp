// The people and programs that call: agents, managers and services of two shops, who race, repeat and misremember.
//
// Makes requests as JSON-RPC texts and learns from answers what it may ask next. One thread.
#pragma once

#include "tests/simulation/promises.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace redress::simulation {

/// A request under way, or its answer.
struct Message {
  std::shared_ptr<Asked const> asked;
  std::string text;
  std::int64_t number = 0;  // the JSON-RPC id
  int since_step = 0;
};

class Callers {
 public:
  Callers(World& world, Promises const& promises) : world_(world), promises_(promises) {}

  /// What somebody sends now: one request, sometimes two that race.
  std::vector<Message> act();
  /// What they send upon an answer.
  std::vector<Message> hear(Message const& answer);
  /// Requests of commands that nobody has answered for good, once more each.
  std::vector<Message> ask_again();
  /// Reports of every outcome that receivers owe.
  std::vector<Message> report_outcomes();

 private:
  Message ask(Actor actor, std::string method, boost::json::object params);
  Actor someone(std::string_view shop, std::string_view role);
  std::string fresh_id(Actor const& actor);
  std::string some_shop();
  SeenCase const* some_case(std::string const& shop);
  void add_version(boost::json::object& params, std::string const& case_id);

  Message open();
  Message look_at(SeenCase const& seen);
  Message agree(SeenCase const& seen);
  Message add_evidence(SeenCase const& seen);
  Message tell_facts(SeenCase const& seen);
  Message read_something(std::string const& shop);
  std::vector<Message> retry();
  std::vector<Message> reuse();
  std::vector<Message> take_action(Actor const& actor, boost::json::object const& result);

  World& world_;
  Promises const& promises_;
  std::int64_t numbers_ = 0;
  std::map<std::string, int> request_ids_;        // by caller
  std::map<std::string, std::int64_t> versions_;  // of cases, as last heard
  std::map<std::int64_t, Message> unanswered_;    // commands
  std::vector<Message> answered_;
  int opened_ = 0;
};

}  // namespace redress::simulation
