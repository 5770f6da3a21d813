/// All clones of an instance.
public struct Cloning: Codable, Hashable, Sendable {
    /// Mean seconds that a clone took.
    @Lenient public var expectedCloningTime: Double
    /// How many there are.
    @Lenient public var numClones: Int
    /// The clones, newest first.
    @Lenient public var clones: [Clone]
    /// Minutes that protection lasts when none are given.
    public var protectionLeaseDurationMinutes: Int?
    /// The most minutes that protection may last.
    public var protectionMaxDurationMinutes: Int?

    /// Creates the value field by field.
    public init(
        expectedCloningTime: Double = 0,
        numClones: Int = 0,
        clones: [Clone] = [],
        protectionLeaseDurationMinutes: Int? = nil,
        protectionMaxDurationMinutes: Int? = nil
    ) {
        self.expectedCloningTime = expectedCloningTime
        self.numClones = numClones
        self.clones = clones
        self.protectionLeaseDurationMinutes = protectionLeaseDurationMinutes
        self.protectionMaxDurationMinutes = protectionMaxDurationMinutes
    }
}
