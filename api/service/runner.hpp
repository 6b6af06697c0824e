// Lets happen what is due: deadlines that passed and effects that wait, each through the same commands as everybody's.
//
// Deadlines, deliveries and links are the actor "runner"; what a rule lets automation do is "automation:NAME".
//
// Exactly once: a deadline's request id is made of case and version, a delivery's of the effect's key, so a crash
// between doing and noting it down leads to the same command again, which then changes nothing. One pass runs at a
// time. A fault (a full disk, a row that cannot be read) decides nothing: what it struck waits, is logged, and is asked
// for again, a deadline at the next pass, an effect later and later; everything else goes on.
#pragma once

#include "api/service/case_desk.hpp"
#include "api/service/delivery.hpp"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace redress::api {

class Runner {
 public:
  Runner(Store& store, CaseDesk& desk, Clock const& clock, DeliveryPort& port)
      : store_(store), desk_(desk), clock_(clock), port_(port) {}
  ~Runner() { stop(); }

  /// What else falls due with time; done at the end of every pass. Before start().
  void also(std::function<void()> work) { also_ = std::move(work); }

  /// Works in its own thread, looking every `every_ms`.
  void start(int every_ms);
  void stop();

  struct Fired {
    std::string case_id;
    std::string event;
    std::string state;  // the case's afterwards
  };

  /// Carries out everything due now, again and again until nothing is left; any thread.
  std::vector<Fired> run_until_idle();

  /// Counts anew the terms and reminders that the last activation of rulebooks moved, each once, and whatever of it a
  /// crash left. Any thread.
  void recount_deadlines();

 private:
  std::string guarded(std::string const& what, std::function<void()> const& work);
  bool fire_deadlines(std::vector<Fired>& fired);
  bool fire_deadline(std::string const& case_id, std::vector<Fired>& fired);
  std::int64_t version_of(std::string const& case_id);
  bool deliver_effects(std::vector<Fired>& fired);
  void recount();
  void remind(OutboxItem const& item, std::vector<Fired>& fired);
  /// Nobody took it; to be tried again.
  struct Attempted {
    std::string key;
    Instant next_at;
    std::string failure;
  };
  std::string deliver(OutboxItem const& item, std::vector<Fired>& fired, std::vector<Attempted>& refused);
  bool stopping();
  /// Why it has to be asked again; "" where it was decided.
  std::string apply(std::string actor_id, std::string const& case_id, std::string event, std::string request_id,
                    boost::json::object params, std::optional<Party> party, std::vector<Fired>& fired);
  /// Sends what the case has staged, if its row of the outbox is still open; a refusal is tried again.
  void send_staged_evidence(OutboxItem const& item, std::vector<Fired>& fired);
  void send_staged_before_deadline(Case const& case_, std::vector<Fired>& fired);
  /// Why it is not open yet; "" where it is.
  std::string open_refund(OutboxItem const& item, std::vector<Fired>& fired);
  boost::json::value call(std::string actor_id, void (CaseDesk::*method)(DeskCall, AnswerDone), std::string name,
                          boost::json::object params);

  Store& store_;
  CaseDesk& desk_;
  Clock const& clock_;
  DeliveryPort& port_;
  std::function<void()> also_;
  std::mutex pass_;
  // Cases whose deadline passed and was refused, at the version they were left at: asked again once they move on.
  std::map<std::string, std::int64_t> stuck_;
  std::map<std::string, std::string> failing_;  // what failed when it was tried last, and how

  std::mutex wake_mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace redress::api
