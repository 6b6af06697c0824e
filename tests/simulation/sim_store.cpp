#include "tests/simulation/sim_store.hpp"

namespace redress::simulation {

void SimStore::write(Unit unit, Done done) {
  auto run = [this, unit = std::move(unit)](StoreWriter& writer) {
    if (!flaws_) return unit(writer);
    FlawedWriter flawed(writer, *flaws_);
    unit(flawed);
  };
  auto answer = [this, done](std::exception_ptr failed) {
    before_answer_();
    if (flaws_ && !failed) run_after_commit();
    if (done) done(failed);
  };
  if (flaws_ && flaws_->flaw == Flaw::acknowledges_before_commit) {
    auto const told = std::make_shared<bool>(false);
    inner_.write(
        [run, done, told](StoreWriter& writer) {
          run(writer);
          *told = true;
          if (done) done(nullptr);
        },
        [this, done, told](std::exception_ptr failed) {
          before_answer_();
          if (done && !*told) done(failed);  // its group was given up before its turn
        });
  } else {
    inner_.write(std::move(run), std::move(answer));
  }
  if (waits_) inner_.drain();
}

void SimStore::run_after_commit() {
  for (auto const& sql : std::exchange(flaws_->after_commit, {})) flaws_->vfs.run_on_writer(sql);
}

void SimStore::read(std::function<void(StoreReader&)> const& body) {
  if (!flaws_) return inner_.read(body);
  inner_.read([&](StoreReader& reader) {
    FlawedReads<StoreReader> flawed(reader, *flaws_);
    body(flawed);
  });
}

}  // namespace redress::simulation
