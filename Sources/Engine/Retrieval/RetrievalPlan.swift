/// What a refresh does and when; replaced as a whole when the configuration changes.
package struct RetrievalPlan: Sendable {
    /// In order; none while retrieval is not configured.
    package var stages: [any RetrievalStage]
    package var policy: RefreshPolicy
    /// The standby whose data refreshes begin with; `nil` if they begin with nothing.
    package var replica: ReplicaPlan?

    package init(stages: [any RetrievalStage], policy: RefreshPolicy = RefreshPolicy(), replica: ReplicaPlan? = nil) {
        self.stages = stages
        self.policy = policy
        self.replica = replica
    }
}
