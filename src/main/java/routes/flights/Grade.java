package routes.flights;

/** What an overall score is worth. */
enum Grade {
    A(0.95),
    B(0.9),
    C(0.8),
    D(0.7),
    F(0);

    private final double least;

    Grade(double least) {
        this.least = least;
    }

    /** The best grade whose least score is reached. */
    static Grade of(double score) {
        Grade grade = A;
        while (grade != F && score < grade.least) {
            grade = values()[grade.ordinal() + 1];
        }
        return grade;
    }
}
